package dev.slipway.engine.async;

import dev.slipway.domain.async.AsyncMachine;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncState;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Accepts, shows and cancels asynchronous requests for their callers. Each command is one
/// transaction, durable when it returns.
public final class AsyncRequests {
  /// The most that wait for one target.
  public static final int MAX_QUEUED = 10_000;

  /// The most bytes of a request's payload.
  public static final int MAX_PAYLOAD = 256 * 1024;

  private final Store store;
  private final InstantSource time;
  private final AsyncTelemetry telemetry;
  private final Nudge nudge;

  AsyncRequests(Store store, InstantSource time, AsyncTelemetry telemetry, Nudge nudge) {
    this.store = store;
    this.time = time;
    this.telemetry = telemetry;
    this.nudge = nudge;
  }

  /// Takes a request: when this returns true, it will be sent, or its end will be told, also where
  /// this process dies.
  ///
  /// @param id unique
  /// @param deploymentId that the target means now
  /// @return false where the queue is full
  public boolean accept(
      String id, AsyncTarget target, String deploymentId, AsyncTerms terms, byte[] input) {
    store.checkRoom();
    boolean taken =
        store.<Boolean>transact(tx -> {
          if (tx.async().count(target).queued() >= MAX_QUEUED) {
            return false;
          }
          tx.async().insert(AsyncMachine.accepted(id, target, terms, deploymentId, time.instant()));
          tx.asyncBodies().put(id, AsyncBodies.Part.INPUT, input);
          return true;
        });
    nudge.nudge();
    return taken;
  }

  /// @return null: there is none of this model, or its end is an hour past
  public @Nullable AsyncRequest find(String modelId, String id) {
    return store.read(tx -> find(tx, modelId, id));
  }

  /// Cancels a request that is still queued: when this returns `Done`, no model will get it.
  ///
  /// @return null: there is none of this model, or its end is an hour past
  public AsyncMachine.@Nullable Cancel cancel(String modelId, String id) {
    AsyncMachine.Cancel cancel =
        store.transact(tx -> {
          var found = find(tx, modelId, id);
          if (found == null) {
            return null;
          }
          var wish = AsyncMachine.cancel(found, time.instant());
          if (wish instanceof AsyncMachine.Cancel.Done(var next)) {
            tx.async().update(next);
            tx.asyncBodies().drop(id);
          }
          return wish;
        });
    if (cancel instanceof AsyncMachine.Cancel.Done) {
      telemetry.ended(new AsyncState.Canceled(time.instant()).status());
    }
    return cancel;
  }

  public AsyncRows.Count count(AsyncTarget target) {
    return store.read(tx -> tx.async().count(target));
  }

  private static @Nullable AsyncRequest find(Store.Tx tx, String modelId, String id) {
    var found = tx.async().find(id);
    return found == null || !found.target().modelId().equals(modelId) ? null : found;
  }
}
