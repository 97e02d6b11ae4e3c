package dev.slipway.runtime.settings;

/// The machine failed the runtime: a file, a directory or a program that it needs cannot be used.
public final class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RuntimeFailure(String message, Exception cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
