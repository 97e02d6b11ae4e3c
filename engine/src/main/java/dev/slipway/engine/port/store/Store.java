package dev.slipway.engine.port.store;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The port to the database that keeps everything that was decided. Every change is one
/// transaction: all of it is durable when [#transact] returns, as far as [Durability] says, or none
/// of it happened.
public interface Store extends AutoCloseable {

  /// Runs `work` with everything it writes in one transaction, after all earlier ones. An exception
  /// from `work` rolls back and is thrown on. Must not be nested. Where the disk was full and room
  /// could be made, `work` runs a second time, after all of its first run was rolled back.
  ///
  /// @throws StoreException where the store could not do it; nothing was written then
  <T extends @Nullable Object> T transact(Durability durability, Function<Tx, T> work);

  /// A [Durability#DURABLE] transaction.
  default <T extends @Nullable Object> T transact(Function<Tx, T> work) {
    return transact(Durability.DURABLE, work);
  }

  /// A [Durability#DURABLE] transaction without an answer.
  default void write(Consumer<Tx> work) {
    boolean _ =
        transact(tx -> {
          work.accept(tx);
          return true;
        });
  }

  /// Keeps what must always be written, such as a cancel, from finding no room: to be called before
  /// what adds something that nobody needs in order to get out of trouble.
  ///
  /// @throws StoreException [StorageFault#FULL] where what is left of the disk is kept back
  default void checkRoom() {}

  /// Runs `work` on one consistent snapshot. Writing in it is an [IllegalStateException].
  <T extends @Nullable Object> T read(Function<Tx, T> work);

  /// What was written by transactions that ended before this call and after the one that `mark` is
  /// of. A caller that asks first and then reads the models that are named knows all of it. Takes
  /// no time to speak of; may be called at any time, also inside a transaction.
  ///
  /// @param mark of an earlier answer of this store, or [Changes#NEVER]
  Changes changes(long mark);

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

    IdempotentCalls idempotentCalls();

    MetricRows metrics();

    AsyncRows async();

    AsyncBodies asyncBodies();
  }
}
