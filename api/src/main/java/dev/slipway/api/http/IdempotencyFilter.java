package dev.slipway.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.input.Problem;
import dev.slipway.engine.port.routes.KeyHash;
import dev.slipway.engine.port.store.IdempotencyKey;
import dev.slipway.engine.port.store.IdempotentCall;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.engine.promotion.Idempotency;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A filter in front of command handlers: a call that carries an Idempotency-Key runs at most once,
/// and its repetitions get the first answer.
public final class IdempotencyFilter {
  static final String HEADER = "Idempotency-Key";

  /// In the answer to a repeated call.
  static final String REPLAYED = "Idempotency-Replayed";

  /// Longest key, in characters.
  static final int MAX_KEY = 255;

  private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);

  private final Idempotency idempotency;
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();

  public IdempotencyFilter(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  /// What a call that was accepted before is answered from how its promotion stands.
  @FunctionalInterface
  public interface Again {
    Reply answer(Request request, String promotionId);
  }

  /// `handler`, with this filter in front of it. A request with a key reaches it with that key,
  /// which is to be written in the transaction of what it does.
  public Route.Handler around(Route.Handler handler, Again again) {
    return request -> {
      String key = key(request.header(HEADER));
      if (key == null) {
        return handler.handle(request);
      }
      var idempotencyKey = new IdempotencyKey(request.caller().prefix(), key, fingerprint(request));
      String own = idempotencyKey.caller() + " " + key;
      if (!atWork.add(own)) {
        throw Problem.conflict(
            HEADER + ": the same call is being worked on. Try again in a moment.");
      }
      try {
        return filter(request.with(idempotencyKey), idempotencyKey, handler, again);
      } finally {
        atWork.remove(own);
      }
    };
  }

  private Reply filter(
      Request request, IdempotencyKey idempotencyKey, Route.Handler handler, Again again)
      throws IOException {
    return switch (idempotency.find(idempotencyKey)) {
      case Idempotency.Known.Nothing() -> kept(idempotencyKey, handler.handle(request));
      case Idempotency.Known.Answered(var reply) ->
          new Reply.Whole(
              reply.status(), Reply.JSON, Buffer.buffer(reply.body()), Map.of(REPLAYED, "true"));
      case Idempotency.Known.Accepted(var promotionId) ->
          kept(idempotencyKey, again.answer(request, promotionId)).with(REPLAYED, "true");
      case Idempotency.Known.OtherCall() ->
          throw Problem.reused(
              "%s: another call was accepted under this key (expected: the same method, path, query and body, or a new key)."
                  .formatted(HEADER));
    };
  }

  /// A streamed answer is not kept: a repeated call waits for the same promotion again.
  private Reply kept(IdempotencyKey idempotencyKey, Reply reply) {
    if (reply instanceof Reply.Whole whole) {
      try {
        idempotency.answered(
            idempotencyKey, new IdempotentCall.Reply(whole.status(), whole.body().toString(UTF_8)));
      } catch (StoreException e) {
        LOG.atWarn()
            .setCause(e)
            .log("idempotent answer not stored; a retry is answered from the promotion's state");
      }
    }
    return reply;
  }

  private static @Nullable String key(@Nullable String header) {
    if (header == null) {
      return null;
    }
    boolean fits =
        !header.isEmpty()
            && header.length() <= MAX_KEY
            && header.chars().allMatch(c -> c > ' ' && c <= '~');
    if (!fits) {
      throw Problem.invalid(
          "%s: %d characters (expected: 1 to %d printable ones of ASCII, without spaces)"
              .formatted(HEADER, header.length(), MAX_KEY));
    }
    return header;
  }

  private static String fingerprint(Request request) {
    return KeyHash.of(
        String.join("\n", request.method(), request.path(), request.rawQuery(), request.json()));
  }
}
