package dev.slipway.cli.host;

/// The exit codes of every command.
public final class Exit {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int UNAUTHORIZED = 3;
  public static final int NOT_FOUND = 4;
  public static final int REFUSED = 5;
  public static final int SERVER_ERROR = 6;
  public static final int NO_CONNECTION = 7;
  public static final int INTERRUPTED = 130;

  private Exit() {}

  /// The code for an HTTP status of 400 or more.
  public static int ofStatus(int status) {
    return switch (status) {
      case 401, 403 -> UNAUTHORIZED;
      case 404 -> NOT_FOUND;
      default -> status >= 500 ? SERVER_ERROR : REFUSED;
    };
  }
}
