package dev.slipway.cli.host;

import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Everything that the commands use of the machine they run on.
///
/// @param environment environment variables
/// @param in standard input, for bodies that are given as `@-`
/// @param screen where they print
/// @param timing the clocks
public record Host(Map<String, String> environment, InputStream in, Screen screen, Timing timing) {

  public Host {
    environment = Map.copyOf(environment);
  }

  /// @param out answers
  /// @param err errors
  /// @param terminal whether a person sees `out` on a terminal (`System.console()` with
  ///   `isTerminal()`)
  /// @param unicode whether `out` can write characters outside ASCII
  public record Screen(PrintWriter out, PrintWriter err, boolean terminal, boolean unicode) {}

  /// @param clock wall clock
  /// @param nanoTime monotonic nanoseconds, as `System::nanoTime`
  /// @param pause as `Thread::sleep`
  public record Timing(InstantSource clock, LongSupplier nanoTime, Pause pause) {}

  /// @return null: the variable is not set, or empty
  @Nullable
  public String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
