package dev.slipway.engine.port.store;

import dev.slipway.engine.port.disk.StorageFault;

/// The store could not do what was asked; nothing was written. The message says what to do.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StorageFault fault;

  /// For what the store refuses itself, without a cause below it.
  public StoreException(StorageFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public StoreException(StorageFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /// What kept it.
  public StorageFault fault() {
    return fault;
  }

  /// Whether the same call may go through later.
  public boolean retryable() {
    return fault.retryable();
  }
}
