package dev.slipway.config;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Finds the name that somebody who mistyped has probably meant.
public final class Nearest {
  private Nearest() {}

  /// The known name with the fewest single-character edits from `given`; null: none is near.
  public static @Nullable String of(String given, Collection<String> known) {
    String best = null;
    int bestDistance = Math.max(2, given.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(given, candidate, bestDistance);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /// The number of single-character edits from `a` to `b`, or `cap` where it is that or more.
  private static int distance(String a, String b, int cap) {
    if (Math.abs(a.length() - b.length()) >= cap) {
      return cap;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.min(cap, row[b.length()]);
  }
}
