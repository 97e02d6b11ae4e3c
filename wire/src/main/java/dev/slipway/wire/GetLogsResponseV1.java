package dev.slipway.wire;

import java.util.List;

/// The lines that were asked for.
public record GetLogsResponseV1(List<LogV1> logs) {
  public GetLogsResponseV1 {
    logs = List.copyOf(logs);
  }
}
