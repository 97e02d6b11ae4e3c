package dev.slipway.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts requests by their outcome.
final class TrafficTally {
  /// The most reasons that are kept in words.
  static final int MAX_REASONS = 5;

  private final Map<String, Side> sides = new TreeMap<>();
  private final List<String> reasons = new ArrayList<>();
  private long sent;
  private long lost;
  private long held;

  /// The answers of one version.
  ///
  /// @param lastSentNanos when the last request that it answered was sent
  record Side(long answered, long right, long lastSentNanos) {
    static final Side NONE = new Side(0, 0, Long.MIN_VALUE);

    double percentRight() {
      return answered == 0 ? 0 : 100.0 * right / answered;
    }
  }

  /// The counts of one moment.
  ///
  /// @param lost of those sent: no answer, not a 200, or not whole
  /// @param held not sent, because too many were in flight
  record Snapshot(long sent, long lost, long held, Map<String, Side> sides, List<String> reasons) {
    Snapshot {
      sides = Map.copyOf(sides);
      reasons = List.copyOf(reasons);
    }

    Side side(String version) {
      return sides.getOrDefault(version, Side.NONE);
    }

    long answered() {
      return sides.values().stream().mapToLong(Side::answered).sum();
    }

    long inFlight() {
      return sent - lost - answered();
    }
  }

  synchronized void sent() {
    sent++;
  }

  synchronized void held() {
    held++;
  }

  synchronized void answered(String version, boolean right, long sentNanos) {
    Side s = sides.getOrDefault(version, Side.NONE);
    sides.put(
        version,
        new Side(
            s.answered() + 1,
            s.right() + (right ? 1 : 0),
            s.answered() == 0 ? sentNanos : Math.max(s.lastSentNanos(), sentNanos)));
  }

  synchronized void lost(String reason) {
    lost++;
    if (reasons.size() < MAX_REASONS) {
      reasons.add(reason);
    }
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(sent, lost, held, sides, reasons);
  }
}
