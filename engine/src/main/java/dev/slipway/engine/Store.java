package dev.slipway.engine;

import java.util.function.Function;

/// Where everything that was decided is kept. Every change is one transaction: all of it is durable
/// when [#transact] returns, or none of it happened.
public interface Store extends AutoCloseable {

  /// Runs `work` with everything it writes in one transaction, after all earlier ones. An exception
  /// from `work` rolls back and is thrown on. Must not be nested.
  ///
  /// @throws StoreException where the store could not do it; nothing was written then
  <T extends @org.jspecify.annotations.Nullable Object> T transact(Function<Tx, T> work);

  /// Runs `work` on one consistent snapshot. Writing in it is an [IllegalStateException].
  <T extends @org.jspecify.annotations.Nullable Object> T read(Function<Tx, T> work);

  @Override
  void close();

  /// The tables, inside a transaction or a snapshot.
  interface Tx {
    Models models();

    Deployments deployments();

    Environments environments();

    PromotionRows promotions();

    Keys keys();

    SecretRows secrets();

    Audit audit();

    Settings settings();

    AsyncRows async();

    AsyncBodies asyncBodies();
  }
}
