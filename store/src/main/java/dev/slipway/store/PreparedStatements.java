package dev.slipway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/// The statements of one connection, prepared once and used again. All of them are constants of the
/// tables, so that there are only so many.
final class PreparedStatements extends DefaultStatementBuilder {
  /// Statements that are kept; more than these are prepared each time.
  static final int KEPT_MAX = 128;

  private final Map<String, ArrayDeque<PreparedStatement>> idle = new HashMap<>();
  private int kept;

  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    var same = idle.get(sql);
    var known = same == null ? null : same.poll();
    if (known == null) {
      return super.create(connection, sql, context);
    }
    kept--;
    return known;
  }

  /// Its results are closed by now, so that it holds no lock; what it was bound to goes.
  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (statement instanceof PreparedStatement prepared && kept < KEPT_MAX) {
      prepared.clearParameters();
      idle.computeIfAbsent(sql, _ -> new ArrayDeque<>(1)).push(prepared);
      kept++;
    } else {
      super.close(connection, sql, statement);
    }
  }

  /// The connection closes its statements with itself.
  @Override
  public void close(Connection connection) {
    idle.clear();
    kept = 0;
  }
}
