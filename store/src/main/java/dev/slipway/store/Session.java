package dev.slipway.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/// One transaction or snapshot on one connection. It ends with the function that it was made for.
final class Session {
  private final Handle handle;
  private final boolean writable;
  private final Fallbacks fallbacks;
  private boolean ended;

  Session(Handle handle, boolean writable, Fallbacks fallbacks) {
    this.handle = handle;
    this.writable = writable;
    this.fallbacks = fallbacks;
  }

  Query query(String sql) {
    checkOpen();
    return handle.createQuery(sql);
  }

  Update write(String sql) {
    checkOpen();
    if (!writable) {
      throw new IllegalStateException("write inside Store.read (expected: inside Store.transact)");
    }
    return handle.createUpdate(sql);
  }

  Fallbacks fallbacks() {
    return fallbacks;
  }

  void end() {
    ended = true;
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "transaction used after its end (expected: only inside the function it was handed to)");
    }
  }
}
