package dev.slipway.api.http;

import dev.slipway.api.input.Texts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How often one key may call one operation.
///
/// @param rates by group of operations; a group that is missing has no limit
public record RateLimits(Map<Group, Rate> rates) {
  /// The highest number of calls that can be set.
  public static final int MAX_CALLS = 1_000_000;

  public static final RateLimits OFF = new RateLimits(Map.of());

  /// As published.
  public static final RateLimits PUBLISHED =
      new RateLimits(
          Map.of(
              Group.ACTIVATE, Rate.perMinute(20),
              Group.RETRY, Rate.perMinute(10),
              Group.LOGS, Rate.perSecond(30),
              Group.OTHER, Rate.perSecond(100)));

  private static final Pattern RATE = Pattern.compile("([a-z]+)=([0-9]{1,7})/(s|min)");

  public RateLimits {
    rates = Map.copyOf(rates);
  }

  /// Operations that have the same limit. Each of them is counted for itself.
  public enum Group {
    /// `activate` and `deactivate`.
    ACTIVATE,
    /// `retry`.
    RETRY,
    /// Logs that are asked for with POST.
    LOGS,
    /// All others.
    OTHER;

    static Group of(Route route) {
      if (!route.method().equals("POST")) {
        return OTHER;
      }
      return switch (route.path().segments().getLast()) {
        case "activate", "deactivate" -> ACTIVATE;
        case "retry" -> RETRY;
        case "logs" -> LOGS;
        default -> OTHER;
      };
    }
  }

  /// @param calls in one period, 1 to [#MAX_CALLS]
  public record Rate(int calls, Duration period) {
    static Rate perSecond(int calls) {
      return new Rate(calls, Duration.ofSeconds(1));
    }

    static Rate perMinute(int calls) {
      return new Rate(calls, Duration.ofMinutes(1));
    }
  }

  /// Reads `off`, `published`, or rates as `other=50/s,retry=5/min`; groups that are not named have
  /// their published rates.
  ///
  /// @throws IllegalArgumentException says what was wrong and what is expected
  public static RateLimits parse(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "off" -> OFF;
      case "published" -> PUBLISHED;
      default -> new RateLimits(rates(text));
    };
  }

  private static Map<Group, Rate> rates(String text) {
    var rates = new EnumMap<>(PUBLISHED.rates);
    for (String part : text.split(",", -1)) {
      Matcher rate = RATE.matcher(part.strip().toLowerCase(Locale.ROOT));
      Group group = rate.matches() ? group(rate.group(1)) : null;
      int calls = group == null ? 0 : Integer.parseInt(rate.group(2));
      if (group == null || calls < 1 || calls > MAX_CALLS) {
        throw new IllegalArgumentException(
            "\"%s\" (expected: off, published, or rates as activate=20/min,retry=10/min,logs=30/s,other=100/s with 1 to %d calls per s or min)"
                .formatted(Texts.cut(part), MAX_CALLS));
      }
      rates.put(group, rate.group(3).equals("s") ? Rate.perSecond(calls) : Rate.perMinute(calls));
    }
    return rates;
  }

  private static @Nullable Group group(String name) {
    for (Group group : Group.values()) {
      if (group.name().toLowerCase(Locale.ROOT).equals(name)) {
        return group;
      }
    }
    return null;
  }
}
