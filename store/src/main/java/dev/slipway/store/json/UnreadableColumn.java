package dev.slipway.store.json;

/// A column whose JSON this version cannot read.
public final class UnreadableColumn extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param where the table, row and column
  public UnreadableColumn(String where, Throwable cause) {
    super(
        where
            + ": cannot be read by this version of Slipway. It was written by a newer one, or it was"
            + " damaged. Start the version that wrote it, or restore a backup. Cause: "
            + firstLine(cause),
        cause);
  }

  private static String firstLine(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
