package dev.slipway.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Reads what it is made for from the row that a result stands at.
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
  T map(ResultSet row) throws SQLException;
}
