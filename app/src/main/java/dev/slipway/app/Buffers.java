package dev.slipway.app;

/// Netty's choice of buffers for outgoing bytes.
final class Buffers {
  /// Heads are encoded byte by byte. On the heap that costs less than through a direct buffer,
  /// whose every access is checked by the JDK; the transport copies the result into one of its own
  /// at once.
  private static final String NO_DIRECT = "io.netty.noPreferDirect";

  private Buffers() {}

  /// Must be called before the first class of Netty is loaded; a choice on the command line wins.
  static void choose() {
    if (System.getProperty(NO_DIRECT) == null) {
      System.setProperty(NO_DIRECT, "true");
    }
  }
}
