package dev.slipway.cli;

/// Ends a command with a sentence for the user and an exit code.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public Failure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  int exitCode() {
    return exitCode;
  }

  /// What went wrong, as a sentence.
  String sentence() {
    String message = getMessage();
    return message == null ? "failed" : message;
  }
}
