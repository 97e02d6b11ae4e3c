package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.IdempotencyFilter;
import dev.slipway.api.http.LongResponses;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Route;
import dev.slipway.api.http.StreamClient;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.api.input.Texts;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.engine.promotion.CancelAnswer;
import dev.slipway.engine.promotion.Drain;
import dev.slipway.engine.promotion.DryRuns;
import dev.slipway.engine.promotion.PromotionFollower;
import dev.slipway.engine.promotion.Promotions;
import dev.slipway.engine.promotion.Receipts;
import dev.slipway.wire.PromotionBodies.CancelDrainedBody;
import dev.slipway.wire.PromotionBodies.CancelPromotionResponseV1;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Handlers of the cancels: the published one, its dry run, and `wait=drained`.
final class CancelHandlers {
  /// How long `wait=drained` waits where no time is given.
  static final Duration DEFAULT_WAIT = Duration.ofMinutes(1);

  /// The longest time that can be given.
  static final Duration MAX_WAIT = Duration.ofHours(1);

  private final Promotions promotions;
  private final Receipts receipts;
  private final DryRuns dryRuns;
  private final PromotionFollower promotionFollower;
  private final IdempotencyFilter idempotencyFilter;
  private final LongResponses longResponses;
  private final InstantSource time;

  CancelHandlers(
      Promotions promotions,
      Receipts receipts,
      DryRuns dryRuns,
      PromotionFollower promotionFollower,
      IdempotencyFilter idempotencyFilter,
      LongResponses longResponses,
      InstantSource time) {
    this.promotions = promotions;
    this.receipts = receipts;
    this.dryRuns = dryRuns;
    this.promotionFollower = promotionFollower;
    this.idempotencyFilter = idempotencyFilter;
    this.longResponses = longResponses;
    this.time = time;
  }

  /// The handler of `cancel_promotion`.
  Route.Handler cancel() {
    return planOr(new Command.Cancel(), idempotencyFilter.around(this::cancel, this::again));
  }

  /// Answers `dry_run` with the plan of `command`, and leaves everything else to `call`.
  Route.Handler planOr(Command command, Route.Handler call) {
    return request -> {
      var _ = request.reason();
      boolean waits = patience(request.query()) != null;
      if (!request.query().flag("dry_run")) {
        return call.handle(request);
      }
      if (waits) {
        throw Problem.invalid("dry_run: true together with wait (expected: one of the two)");
      }
      var run = Errors.value(dryRuns.cancel(request.environment(), command));
      return Reply.ok(PlanWire.plan(run, request.environment().name(), command));
    };
  }

  private Reply cancel(Request request) {
    Duration patience = patience(request.query());
    if (patience == null) {
      return published(take(request));
    }
    // Before the command: where no place is left to wait in, nothing is done.
    LongResponses.Place place = longResponses.take();
    try {
      return waiting(take(request).promotionId(), patience, place);
    } catch (RuntimeException e) {
      place.close();
      throw e;
    }
  }

  private CancelAnswer take(Request request) {
    var context = request.intent(request.reason());
    return Errors.value(promotions.cancel(request.environment(), context));
  }

  /// Answers a cancel that was accepted before, from how its promotion stands.
  private Reply again(Request request, String promotionId) {
    Duration patience = patience(request.query());
    if (patience != null) {
      return waiting(promotionId, patience, longResponses.take());
    }
    Promotion now = receipts.find(promotionId);
    if (now == null) {
      throw Problem.notFound("Promotion " + promotionId + " was deleted with its environment.");
    }
    return published(CancelAnswer.now(now));
  }

  private static Reply published(CancelAnswer done) {
    return Reply.ok(new CancelPromotionResponseV1(status(done), done.message()));
  }

  private Reply waiting(String promotionId, Duration patience, LongResponses.Place place) {
    Instant deadline = time.instant().plus(patience);
    return new Reply.Live(
        Reply.JSON, Map.of(), streamClient -> wait(streamClient, promotionId, deadline), place);
  }

  /// Blanks in front of a JSON text mean nothing, and keep the connection alive.
  private void wait(StreamClient streamClient, String promotionId, Instant deadline)
      throws IOException {
    while (true) {
      long seen = longResponses.bell().count();
      Drain drain = promotionFollower.drain(promotionId);
      boolean late = !time.instant().isBefore(deadline);
      if (drain == null || drain.drained() || drain.moot() || late || streamClient.gone()) {
        streamClient.write(Json.line(body(drain)));
        return;
      }
      streamClient.await(seen, " ");
    }
  }

  private static CancelDrainedBody body(@Nullable Drain d) {
    return d == null
        ? new CancelDrainedBody(
            "CANCELED", "The environment was deleted meanwhile.", false, 0, 0, null)
        : new CancelDrainedBody(
            status(d.answer()),
            d.answer().message(),
            d.drained(),
            d.inFlight(),
            d.surplusReplicas(),
            d.settledAt());
  }

  private static String status(CancelAnswer answer) {
    return answer.canceled() ? "CANCELED" : "RAMPING_DOWN";
  }

  /// How long to wait; null: not at all.
  private static @Nullable Duration patience(Query query) {
    String what = query.given("wait", Limits.NAME);
    Integer seconds = query.integer("timeout_seconds", 1, (int) MAX_WAIT.toSeconds());
    if (what == null) {
      if (seconds != null) {
        throw Problem.invalid("timeout_seconds: given without wait (expected: wait=drained)");
      }
      return null;
    }
    if (!what.equals("drained")) {
      throw Problem.invalid("wait: \"%s\" (expected: drained)".formatted(Texts.cut(what)));
    }
    return seconds == null ? DEFAULT_WAIT : Duration.ofSeconds(seconds);
  }
}
