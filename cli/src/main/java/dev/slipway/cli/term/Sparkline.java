package dev.slipway.cli.term;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A curve of one line: one character a value, from 0 to the largest; a blank where there is none.
final class Sparkline {
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-:=+*#";

  private Sparkline() {}

  /// @param values 0 or more each; null: no data
  static String of(List<@Nullable Double> values, boolean unicode) {
    String signs = unicode ? BLOCKS : ASCII;
    double max = 0;
    for (Double v : values) {
      max = Math.max(max, v == null ? 0 : v);
    }
    var curve = new StringBuilder();
    for (Double v : values) {
      curve.append(v == null ? ' ' : sign(signs, max == 0 ? 0 : v / max));
    }
    return curve.toString();
  }

  private static char sign(String signs, double share) {
    int top = signs.length() - 1;
    // Only what is 0 looks like 0.
    int level = share == 0 ? 0 : Math.max(1, (int) Math.round(share * top));
    return signs.charAt(Math.clamp(level, 0, top));
  }
}
