package dev.slipway.runtime.log;

import dev.slipway.engine.port.runtime.LogLine.Level;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the level and the request id in a line that some program wrote.
public final class LineParser {
  /// A level is looked for at a line's begin, so that words of the message are not taken for one.
  private static final int HEAD = 96;

  private static final Pattern JSON_LEVEL =
      Pattern.compile("\"(?:level|levelname|severity|lvl)\"\\s*:\\s*\"([A-Za-z]{3,8})\"");
  private static final Pattern KEY_LEVEL =
      Pattern.compile("\\b(?:level|lvl|severity)=\"?([A-Za-z]{3,8})\\b");
  private static final Pattern WORD_LEVEL =
      Pattern.compile(
          "(?<![A-Za-z0-9_])"
              + "(TRACE|DEBUG|FINE|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL)"
              + "(?![A-Za-z0-9_])");
  private static final Pattern REQUEST_ID =
      Pattern.compile(
          "\\brequest[_-]?id\"?\\s*[=:]\\s*\"?([A-Za-z0-9._:-]{1,128})", Pattern.CASE_INSENSITIVE);

  private LineParser() {}

  public static @Nullable Level level(String line) {
    var json = line.startsWith("{");
    var head = json || line.length() <= HEAD ? line : line.substring(0, HEAD);
    for (var pattern : json ? new Pattern[] {JSON_LEVEL} : new Pattern[] {KEY_LEVEL, WORD_LEVEL}) {
      Matcher m = pattern.matcher(head);
      if (m.find()) {
        return named(m.group(1));
      }
    }
    return null;
  }

  private static @Nullable Level named(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "TRACE", "DEBUG", "FINE" -> Level.DEBUG;
      case "INFO", "NOTICE" -> Level.INFO;
      case "WARN", "WARNING" -> Level.WARNING;
      case "ERROR", "SEVERE", "CRITICAL", "FATAL" -> Level.ERROR;
      default -> null;
    };
  }

  static @Nullable String requestId(String line) {
    Matcher m = REQUEST_ID.matcher(line);
    return m.find() ? m.group(1) : null;
  }
}
