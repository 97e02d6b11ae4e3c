package dev.slipway.app;

/// Choices that Netty reads once, from system properties.
final class NettyChoices {
  /// Heads are encoded byte by byte. On the heap that costs less than through a direct buffer,
  /// whose every access is checked by the JDK; the transport copies the result into one of its own
  /// at once.
  private static final String NO_DIRECT = "io.netty.noPreferDirect";

  /// On io_uring one order to accept stands until it fails, and Netty gives it again at once
  /// whatever it was told meanwhile: out of descriptors, it failed 100,000 times a second. Given
  /// one by one, accepting can be paused.
  private static final String ACCEPT_MANY = "io.netty.iouring.acceptMultiShotEnabled";

  private NettyChoices() {}

  /// Must be called before the first class of Netty is loaded; choices on the command line win.
  static void make() {
    choose(NO_DIRECT, true);
    choose(ACCEPT_MANY, false);
  }

  private static void choose(String property, boolean value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, String.valueOf(value));
    }
  }
}
