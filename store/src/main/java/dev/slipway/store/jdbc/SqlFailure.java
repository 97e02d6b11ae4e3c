package dev.slipway.store.jdbc;

import java.sql.SQLException;

/// An SQLException on its way to [Failures], unchecked.
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final SQLException failure;

  SqlFailure(SQLException failure) {
    super(failure);
    this.failure = failure;
  }

  public SQLException failure() {
    return failure;
  }
}
