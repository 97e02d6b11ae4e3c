package dev.slipway.engine.port.store;

/// The store could not do what was asked; nothing was written.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  /// For what the store refuses itself, without a cause below it.
  public StoreException(String message, boolean retryable) {
    super(message);
    this.retryable = retryable;
  }

  public StoreException(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /// Whether the same call may go through later.
  public boolean retryable() {
    return retryable;
  }
}
