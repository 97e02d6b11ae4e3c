package dev.slipway.runtime.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sentences about how a process ended.
public final class ProcessEndText {
  /// Longest end of a log that is shown.
  static final int TAIL_CHARACTERS = 2048;

  private static final int SIGNAL_BASE = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8,
          "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  private ProcessEndText() {}

  /// @param code null: it was not our child, so that its code cannot be seen
  static String ended(@Nullable Integer code, boolean wasReady) {
    var when = wasReady ? "" : " before it was ready";
    if (code == null) {
      return "The process ended" + when + ".";
    }
    if (code > SIGNAL_BASE && code <= SIGNAL_BASE + 64) {
      var number = code - SIGNAL_BASE;
      var name = SIGNALS.getOrDefault(number, "signal " + number);
      return "The process was ended by " + name + when + ".";
    }
    var hint =
        switch (code) {
          case 126 -> " (the command cannot be executed)";
          case 127 -> " (a command was not found)";
          default -> "";
        };
    return "The process ended with exit code %d%s%s.".formatted(code, hint, when);
  }

  public static String withTail(String sentence, List<String> tail) {
    if (tail.isEmpty()) {
      return sentence + " It wrote nothing.";
    }
    var text = String.join("\n", tail);
    var shown =
        text.length() <= TAIL_CHARACTERS
            ? text
            : "..." + text.substring(text.length() - TAIL_CHARACTERS + 3);
    return sentence + " Its last lines:\n" + shown;
  }
}
