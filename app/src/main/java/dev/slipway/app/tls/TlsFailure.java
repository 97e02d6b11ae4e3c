package dev.slipway.app.tls;

/// A certificate or a key that cannot be used. The message says why and what to do.
final class TlsFailure extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  TlsFailure(String message) {
    super(message);
  }

  TlsFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
