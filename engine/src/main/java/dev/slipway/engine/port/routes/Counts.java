package dev.slipway.engine.port.routes;

import java.util.List;
import java.util.Map;

/// A snapshot of everything that gateways count.
///
/// @param waiting requests that wait for a place, by deployment; one that is not named has none
public record Counts(List<TrafficCounters> ways, Map<String, Integer> waiting) {
  public static final Counts NONE = new Counts(List.of(), Map.of());

  public Counts {
    ways = List.copyOf(ways);
    waiting = Map.copyOf(waiting);
  }
}
