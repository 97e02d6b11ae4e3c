package dev.slipway.store.table;

import dev.slipway.store.jdbc.Prepared;
import dev.slipway.store.jdbc.StatementCache;
import dev.slipway.store.json.SafeRead;
import java.util.HashSet;
import java.util.Set;

/// One transaction or snapshot on one connection. It ends with the function that it was made for.
public final class SqlSession {
  private final StatementCache statementCache;
  private final boolean writable;
  private final SafeRead safeRead;
  private final Set<String> touched = new HashSet<>();
  private boolean ended;

  public SqlSession(StatementCache statementCache, boolean writable, SafeRead safeRead) {
    this.statementCache = statementCache;
    this.writable = writable;
    this.safeRead = safeRead;
  }

  Prepared query(String sql) {
    checkOpen();
    return statementCache.prepare(sql);
  }

  Prepared write(String sql) {
    checkOpen();
    if (!writable) {
      throw new IllegalStateException("write inside Store.read (expected: inside Store.transact)");
    }
    return statementCache.prepare(sql);
  }

  /// A row of this model is written.
  void touch(String modelId) {
    touched.add(modelId);
  }

  /// Ids of the models that were written to.
  public Set<String> touched() {
    return touched;
  }

  SafeRead fallbacks() {
    return safeRead;
  }

  public void end() {
    ended = true;
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "transaction used after its end (expected: only inside the function it was handed to)");
    }
  }
}
