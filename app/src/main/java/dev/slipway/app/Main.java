package dev.slipway.app;

/// The program's entry point.
public final class Main {
  private Main() {}

  /// Prints the version.
  public static void main(String[] args) {
    String version = Main.class.getPackage().getImplementationVersion();
    System.out.println("slipway " + (version == null ? "(unpackaged)" : version));
  }
}
