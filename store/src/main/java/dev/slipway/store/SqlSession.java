package dev.slipway.store;

import dev.slipway.domain.Deployment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// One transaction or snapshot on one connection. It ends with the function that it was made for.
final class SqlSession {
  private final Link link;
  private final boolean writable;
  private final Fallbacks fallbacks;
  private final Set<String> touched = new HashSet<>();
  private final Map<String, Deployment> deployments = new HashMap<>();
  private boolean ended;

  SqlSession(Link link, boolean writable, Fallbacks fallbacks) {
    this.link = link;
    this.writable = writable;
    this.fallbacks = fallbacks;
  }

  Prepared query(String sql) {
    checkOpen();
    return link.prepare(sql);
  }

  Prepared write(String sql) {
    checkOpen();
    if (!writable) {
      throw new IllegalStateException("write inside Store.read (expected: inside Store.transact)");
    }
    return link.prepare(sql);
  }

  /// A row of this model is written.
  void touch(String modelId) {
    touched.add(modelId);
  }

  /// Ids of the models that were written to.
  Set<String> touched() {
    return touched;
  }

  /// Deployments that this transaction has read and not written since, by id: one decision reads
  /// the same ones several times.
  Map<String, Deployment> deployments() {
    checkOpen();
    return deployments;
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
