package dev.slipway.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One use of a prepared statement: bind its parameters, then run it once.
public final class Prepared {
  private static final Logger LOG = LoggerFactory.getLogger(Prepared.class);

  private final StatementCache statementCache;
  private final String sql;
  private final PreparedStatement statement;
  private final List<String> names;
  private final BitSet bound = new BitSet();

  /// @param sql as the table wrote it
  /// @param names of the parameters, by place
  Prepared(
      StatementCache statementCache, String sql, PreparedStatement statement, List<String> names) {
    this.statementCache = statementCache;
    this.sql = sql;
    this.statement = statement;
    this.names = names;
  }

  /// Gives the parameter a value: text, a whole number, a boolean, bytes or null. A statement
  /// without a parameter of this name passes over it, so that one method binds a row for all of its
  /// statements.
  public Prepared bind(String name, @Nullable Object value) {
    try {
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equals(name)) {
          set(i + 1, value);
          bound.set(i);
        }
      }
      return this;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    }
  }

  private void set(int place, @Nullable Object value) throws SQLException {
    switch (value) {
      case null -> statement.setNull(place, Types.NULL);
      case String text -> statement.setString(place, text);
      case Long number -> statement.setLong(place, number);
      case Integer number -> statement.setInt(place, number);
      case Boolean truth -> statement.setBoolean(place, truth);
      case byte[] bytes -> statement.setBytes(place, bytes);
      default ->
          throw new IllegalStateException(
              "parameter " + value.getClass() + " (expected: text, a number, a boolean or bytes)");
    }
  }

  /// Runs a statement that writes.
  ///
  /// @return how many rows it wrote, 0 or more
  public int execute() {
    checkBound();
    boolean done = false;
    try {
      int rows = statement.executeUpdate();
      done = true;
      return rows;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    } finally {
      release(done);
    }
  }

  /// Hands each row to `each`, in order, without keeping them.
  public <T extends @Nullable Object> void each(RowMapper<T> mapper, Consumer<? super T> each) {
    checkBound();
    boolean done = false;
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        each.accept(mapper.map(rows));
      }
      done = true;
    } catch (SQLException e) {
      throw new SqlFailure(e);
    } finally {
      release(done);
    }
  }

  /// All rows, in order.
  public <T> List<T> list(RowMapper<T> mapper) {
    List<T> all = new ArrayList<>();
    each(mapper, all::add);
    return all;
  }

  /// The only row, or null where there is none.
  public <T> @Nullable T one(RowMapper<? extends @Nullable T> mapper) {
    List<@Nullable T> all = new ArrayList<>(1);
    each(mapper, all::add);
    if (all.size() > 1) {
      throw new IllegalStateException(all.size() + " rows (expected: one or none): " + sql);
    }
    return all.isEmpty() ? null : all.getFirst();
  }

  /// The number that the only row holds.
  public int number() {
    Integer number = this.<Integer>one(row -> row.getInt(1));
    if (number == null) {
      throw new IllegalStateException("no row (expected: one): " + sql);
    }
    return number;
  }

  private void checkBound() {
    int missing = bound.nextClearBit(0);
    if (missing < names.size()) {
      throw new IllegalStateException(
          "parameter " + names.get(missing) + " is not bound (expected: all are): " + sql);
    }
  }

  /// Its results are closed by now, so that it holds no lock. What it was bound to goes; so does a
  /// statement that failed.
  private void release(boolean again) {
    try {
      if (again) {
        statement.clearParameters();
        statementCache.giveBack(sql, statement, names);
      } else {
        statement.close();
      }
    } catch (SQLException e) {
      LOG.debug(
          "cannot keep a statement for its next use; it is prepared again then: {}",
          e.getMessage());
    }
  }
}
