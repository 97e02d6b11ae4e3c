package dev.slipway.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One connection with a cache of its prepared statements. Used by one thread at a time.
///
/// Statements go to the driver directly: a cancel runs about forty of them, and in a young server
/// all code between a statement and the driver is interpreted (docs/decisions/0015).
public final class StatementCache implements AutoCloseable {
  /// The most statements that are kept; more are prepared each time. All statements are constants
  /// of the tables, so their number is known.
  static final int KEPT_MAX = 128;

  private final Connection connection;
  private final Map<String, Idle> idle = new HashMap<>();

  public StatementCache(Connection connection) {
    this.connection = connection;
  }

  private record Idle(PreparedStatement statement, List<String> names) {}

  /// A statement with named parameters. One that is in use already is prepared a second time.
  public Prepared prepare(String sql) {
    Idle known = idle.remove(sql);
    if (known != null) {
      return new Prepared(this, sql, known.statement(), known.names());
    }
    var named = NamedSql.parse(sql);
    try {
      return new Prepared(this, sql, connection.prepareStatement(named.text()), named.names());
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  void giveBack(String sql, PreparedStatement statement, List<String> names) throws SQLException {
    if (idle.size() >= KEPT_MAX || idle.putIfAbsent(sql, new Idle(statement, names)) != null) {
      statement.close();
    }
  }

  /// Runs a statement without parameters or results, and keeps nothing of it. Some of these take
  /// effect when they are prepared.
  public void run(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    idle.clear();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }
}
