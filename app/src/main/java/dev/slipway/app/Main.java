package dev.slipway.app;

import java.util.List;

/// The program's entry point.
public final class Main {
  private static final int EXIT_USAGE = 2;

  private Main() {}

  /// Prints the version; anything else is refused.
  public static void main(String[] args) {
    if (!List.of(args).equals(List.of("--version"))) {
      System.err.println("unknown arguments " + List.of(args) + " (expected: --version)");
      System.exit(EXIT_USAGE);
    }
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.println("slipway " + (version == null ? "(unpackaged)" : version));
  }
}
