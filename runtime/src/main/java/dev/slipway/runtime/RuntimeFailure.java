package dev.slipway.runtime;

import java.io.IOException;

/// The machine failed the runtime: a file or directory that must be there cannot be used.
public final class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RuntimeFailure(String message, IOException cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
