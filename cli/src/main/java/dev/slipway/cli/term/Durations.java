package dev.slipway.cli.term;

import dev.slipway.cli.host.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as people write them: `90`, `90s`, `10m`, `2h`, `1d`.
public final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

  private Durations() {}

  /// @param what names the option in the error
  public static Duration parse(String what, String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw Failure.usage(
          what + ": '" + text + "' (expected: a number with s, m, h or d, such as 60s or 10m)");
    }
    long n = Long.parseLong(m.group(1));
    String unit = m.group(2) == null ? "s" : m.group(2);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      case "d" -> Duration.ofDays(n);
      default -> Duration.ofSeconds(n);
    };
  }

  /// Whole seconds.
  ///
  /// @param option names the option in the error
  public static int seconds(String option, String text) {
    Duration d = parse(option, text);
    if (d.toMillisPart() != 0 || d.toSeconds() > Integer.MAX_VALUE) {
      throw Failure.usage(
          option + ": '" + text + "' (expected: whole seconds, at most " + Integer.MAX_VALUE + ")");
    }
    return (int) d.toSeconds();
  }

  /// `8 ms`, `1.2 s`, `3 min 20 s`.
  public static String human(Duration d) {
    long millis = d.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return d.toMinutes() + " min " + d.toSecondsPart() + " s";
  }
}
