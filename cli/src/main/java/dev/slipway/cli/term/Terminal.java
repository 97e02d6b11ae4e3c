package dev.slipway.cli.term;

import dev.slipway.cli.host.Host;
import java.io.PrintWriter;
import java.util.Locale;

/// Prints: answers and narration, a live line that is redrawn on a terminal, colours where they are
/// wanted.
public final class Terminal {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final String RESET = "\u001b[0m";

  private final PrintWriter out;
  private final PrintWriter err;
  private final PrintWriter narration;
  private final boolean interactive;
  private final boolean colour;
  private final boolean unicode;
  private boolean liveLine;
  private boolean muted;

  private Terminal(PrintWriter out, PrintWriter err, PrintWriter narration, Look look) {
    this.out = out;
    this.err = err;
    this.narration = narration;
    this.interactive = look.interactive;
    this.colour = look.colour;
    this.unicode = look.unicode;
  }

  private record Look(boolean interactive, boolean colour, boolean unicode) {}

  /// The terminal of `host`: plain where its output is no terminal, without colours where NO_COLOR
  /// is set.
  ///
  /// @param json answers are read by a program: narration goes to the errors' stream
  public static Terminal of(Host host, boolean json) {
    Host.Screen s = host.screen();
    boolean interactive = s.terminal();
    var look =
        new Look(
            interactive,
            interactive && host.variable("NO_COLOR") == null,
            interactive && s.unicode());
    return new Terminal(s.out(), s.err(), json ? s.err() : s.out(), look);
  }

  public boolean interactive() {
    return interactive;
  }

  /// Whether it can show more than ASCII.
  boolean unicode() {
    return unicode;
  }

  /// An answer.
  public synchronized void answer(String text) {
    if (muted) {
      return;
    }
    endLive();
    out.println(text);
    out.flush();
  }

  /// Narration: what is happening.
  public synchronized void say(String text) {
    if (muted) {
      return;
    }
    endLive();
    narration.println(text);
    narration.flush();
  }

  public synchronized void error(String text) {
    if (muted) {
      return;
    }
    endLive();
    err.println(text);
    err.flush();
  }

  /// One line of progress that replaces the one before it; elsewhere than on a terminal, a line.
  public synchronized void live(String text) {
    if (muted) {
      return;
    }
    if (interactive) {
      narration.print(CLEAR_LINE + text);
      liveLine = true;
    } else {
      narration.println(text);
    }
    narration.flush();
  }

  /// As [#live], but said only to a person: a program that reads along gets no such line.
  public synchronized void flicker(String text) {
    if (interactive) {
      live(text);
    }
  }

  /// Keeps the live line as it stands and begins a new one.
  public synchronized void endLive() {
    if (liveLine) {
      narration.println();
      narration.flush();
      liveLine = false;
    }
  }

  /// Says one last line; whatever is said after it is not printed.
  public synchronized void farewell(String text) {
    error(text);
    muted = true;
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String yellow(String text) {
    return paint("33", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  public String mark(boolean good) {
    String sign = unicode ? (good ? "✓" : "✗") : (good ? "[ok]" : "[FAILED]");
    return good ? green(sign) : red(sign);
  }

  /// A bar that is `percent` full, `width` characters wide.
  public String bar(int percent, int width) {
    int full = Math.clamp(Math.round(percent * width / 100.0), 0, width);
    String filled = (unicode ? "█" : "#").repeat(full);
    String empty = (unicode ? "░" : "-").repeat(width - full);
    return unicode ? filled + dim(empty) : "[" + filled + empty + "]";
  }

  /// A status in the colour that fits it.
  public String status(String status) {
    return switch (status.toUpperCase(Locale.ROOT)) {
      case "ACTIVE", "SUCCEEDED" -> green(status);
      case "UNHEALTHY", "FAILED", "BUILD_FAILED", "DEPLOY_FAILED", "BUILD_STOPPED" -> red(status);
      case "RAMPING_UP", "RAMPING_DOWN", "RELEASING", "PAUSED", "BUILDING", "DEPLOYING" ->
          yellow(status);
      default -> status;
    };
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
