package dev.slipway.cli.host;

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

  public static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  public static Failure failed(String message) {
    return new Failure(Exit.FAILED, message);
  }

  public int exitCode() {
    return exitCode;
  }

  /// What went wrong, as a sentence.
  public String sentence() {
    String message = getMessage();
    return message == null ? "failed" : message;
  }
}
