package dev.slipway.runtime.log;

import dev.slipway.engine.port.runtime.LogLine.Level;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The levels of the lines of one replica, one after the other. A line that continues another has
/// that one's level: the lines of a traceback, and indented lines that name no level. A traceback
/// that no line of a log announced is an ERROR.
final class Continuations {
  private static final Pattern TRACEBACK =
      Pattern.compile("[\\s|+-]*(?:Exception Group )?Traceback \\(most recent call last\\):.*");
  private static final Pattern CHAINED =
      Pattern.compile(
          "During handling of the above exception, another exception occurred:.*"
              + "|The above exception was the direct cause of the following exception:.*"
              + "|Caused by: .*");

  /// The first line of a stack trace of the JVM.
  private static final Pattern THROWN =
      Pattern.compile(
          "Exception in thread .*"
              + "|(?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?:Exception|Error|Throwable)(?::.*)?");

  /// The last line of a traceback: the name of an exception, and what it says.
  private static final Pattern EXCEPTION = Pattern.compile("[A-Za-z_][\\w.]*(?:: .*|:|)");

  private @Nullable Level last;
  private Inside inside = Inside.NOTHING;

  private enum Inside {
    NOTHING,
    /// The frames of a traceback, up to its exception.
    FRAMES,
    /// After the exception: another traceback may follow from it.
    EXCEPTION
  }

  /// The level of the next line; null: it has none.
  @Nullable Level next(String line) {
    if (TRACEBACK.matcher(line).matches()) {
      last = announced(inside != Inside.NOTHING);
      inside = Inside.FRAMES;
      return last;
    }
    if (inside != Inside.NOTHING && CHAINED.matcher(line).matches()) {
      return last;
    }
    boolean indented = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
    if (line.isBlank()) {
      return inside == Inside.NOTHING ? null : last;
    }
    if (inside != Inside.NOTHING && indented) {
      return last;
    }
    Level own = LineParser.level(line);
    if (inside == Inside.FRAMES) {
      if (EXCEPTION.matcher(line).matches()) {
        inside = Inside.EXCEPTION;
        return last;
      }
      // A line of another thread, in between.
      return own;
    }
    if (THROWN.matcher(line).matches()) {
      last = announced(false);
      inside = Inside.EXCEPTION;
      return last;
    }
    if (own == null && indented) {
      return last;
    }
    inside = Inside.NOTHING;
    last = own;
    return own;
  }

  /// Forgets the lines, which were of one process.
  void clear() {
    last = null;
    inside = Inside.NOTHING;
  }

  /// The level of a traceback's first line: of the line before, where that reports something.
  private Level announced(boolean follows) {
    Level before = last;
    return before != null && (follows || before != Level.INFO) ? before : Level.ERROR;
  }
}
