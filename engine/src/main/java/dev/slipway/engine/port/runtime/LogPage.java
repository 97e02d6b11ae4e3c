package dev.slipway.engine.port.runtime;

import java.util.List;

/// The lines that answer a log query.
public record LogPage(List<LogLine> lines) {
  public LogPage {
    lines = List.copyOf(lines);
  }
}
