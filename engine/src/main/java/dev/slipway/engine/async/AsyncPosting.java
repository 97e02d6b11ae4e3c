package dev.slipway.engine.async;

import dev.slipway.domain.async.AsyncMachine;
import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.engine.catalog.Access;
import dev.slipway.engine.port.AsyncTelemetry;
import dev.slipway.engine.port.Webhooks;
import dev.slipway.engine.port.store.AsyncBodies;
import dev.slipway.engine.port.store.AsyncRows;
import dev.slipway.engine.port.store.Secret;
import dev.slipway.engine.port.store.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Posts results of asynchronous requests to their webhooks. A result is kept until its delivery
/// has ended, so that a crash in between only posts it again.
final class AsyncPosting {
  /// The team's secret that deliveries are signed with, where there is one.
  static final String SECRET = "async_webhook_secret";

  /// The one before, for as long as receivers still check with it.
  static final String PREVIOUS_SECRET = "async_webhook_secret_previous";

  private final Store store;
  private final Webhooks webhooks;
  private final AsyncTelemetry telemetry;
  private final InstantSource time;

  AsyncPosting(Store store, Webhooks webhooks, AsyncTelemetry telemetry, InstantSource time) {
    this.store = store;
    this.webhooks = webhooks;
    this.telemetry = telemetry;
    this.time = time;
  }

  /// Requests with a result to post, by the moment at which it is due.
  List<AsyncRequest> waiting() {
    return store.read(tx -> tx.async().list(AsyncRows.Kind.WEBHOOK_DUE, AsyncRunner.BATCH));
  }

  /// Makes one attempt and blocks until its end.
  int post(AsyncRequest r) {
    String url = r.terms().webhook();
    if (url == null) {
      throw new IllegalStateException(r.id() + ": no webhook (expected: one)");
    }
    return webhooks.post(store.<Webhooks.Delivery>read(tx -> delivery(tx, r, url)));
  }

  private static Webhooks.Delivery delivery(Store.Tx tx, AsyncRequest r, String url) {
    byte[] output = tx.asyncBodies().get(r.id(), AsyncBodies.Part.OUTPUT);
    return new Webhooks.Delivery(
        url,
        secrets(tx),
        new Webhooks.Result(
            r.id(),
            r.target().modelId(),
            r.deploymentId(),
            r.state().since(),
            output == null ? null : ByteBuffer.wrap(output),
            r.error()));
  }

  private static List<String> secrets(Store.Tx tx) {
    String team = tx.settings().get(Access.TEAM_SETTING);
    return team == null
        ? List.of()
        : Stream.of(SECRET, PREVIOUS_SECRET)
            .flatMap(name -> Stream.ofNullable(value(tx.secrets().find(team, name))))
            .toList();
  }

  private static @Nullable String value(@Nullable Secret secret) {
    return secret == null || secret.value().isEmpty() ? null : secret.value();
  }

  /// Writes down what came of an attempt.
  void record(AsyncRequest posted, int status) {
    Instant now = time.instant();
    var next = AsyncMachine.posted(posted, status, now);
    store.write(tx -> {
      tx.async().update(next);
      if (next.isSettled()) {
        tx.asyncBodies().drop(next.id());
      }
    });
    if (!(next.webhook() instanceof AsyncWebhook.Due)) {
      telemetry.delivered(next.webhook().status());
    }
  }
}
