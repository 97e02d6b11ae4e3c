package dev.slipway.app;

import dev.slipway.cli.host.Host;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.InstantSource;

/// This machine as the host of the commands.
final class Machine {
  private Machine() {}

  static Host host() {
    Charset charset = System.out.charset();
    var screen =
        new Host.Screen(
            new PrintWriter(System.out, true, charset),
            new PrintWriter(System.err, true, System.err.charset()),
            terminal(),
            charset.newEncoder().canEncode('✓'));
    var timing = new Host.Timing(InstantSource.system(), System::nanoTime, Thread::sleep);
    return new Host(System.getenv(), System.in, screen, timing);
  }

  /// JDK 25 answers null again where there is no terminal, as it did up to 21.
  @SuppressWarnings("SystemConsoleNull")
  private static boolean terminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }
}
