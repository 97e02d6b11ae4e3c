package dev.slipway.app;

/// How Netty keeps what is written before it goes to a socket.
final class Buffers {
  /// Heads are encoded byte by byte. On the heap that costs less than through a direct buffer,
  /// whose every access is checked by the JDK; the transport copies the result into one of its own
  /// at once.
  private static final String NO_DIRECT = "io.netty.noPreferDirect";

  private Buffers() {}

  /// To be called before anything of Netty is; a choice on the command line stays.
  static void choose() {
    if (System.getProperty(NO_DIRECT) == null) {
      System.setProperty(NO_DIRECT, "true");
    }
  }
}
