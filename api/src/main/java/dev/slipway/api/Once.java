package dev.slipway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.Idempotency;
import dev.slipway.engine.KeyHash;
import dev.slipway.engine.Stamp;
import dev.slipway.engine.StampedCall;
import dev.slipway.engine.StoreException;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a call that carries an Idempotency-Key at most once, and answers its repetitions.
final class Once {
  static final String HEADER = "Idempotency-Key";

  /// In the answer to a repeated call.
  static final String REPLAYED = "Idempotency-Replayed";

  /// Longest key, in characters.
  static final int MAX_KEY = 255;

  private static final Logger log = LoggerFactory.getLogger(Once.class);

  private final Idempotency idempotency;
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();

  Once(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  /// The call itself.
  @FunctionalInterface
  interface Call {
    Reply run(@Nullable Stamp stamp);
  }

  /// What a call that was accepted before is answered from how its promotion stands.
  @FunctionalInterface
  interface Again {
    Reply of(String promotionId);
  }

  Reply run(Request request, Call call, Again again) {
    String key = key(request.header(HEADER));
    if (key == null) {
      return call.run(null);
    }
    var stamp = new Stamp(request.caller().prefix(), key, fingerprint(request));
    String own = stamp.caller() + " " + key;
    if (!atWork.add(own)) {
      throw Problem.conflict(HEADER + ": the same call is being worked on. Try again in a moment.");
    }
    try {
      return run(stamp, call, again);
    } finally {
      atWork.remove(own);
    }
  }

  private Reply run(Stamp stamp, Call call, Again again) {
    return switch (idempotency.find(stamp)) {
      case Idempotency.Known.Nothing() -> kept(stamp, call.run(stamp));
      case Idempotency.Known.Answered(var reply) ->
          new Reply.Whole(
              reply.status(), Reply.JSON, Buffer.buffer(reply.body()), Map.of(REPLAYED, "true"));
      case Idempotency.Known.Accepted(var promotionId) ->
          kept(stamp, again.of(promotionId)).with(REPLAYED, "true");
      case Idempotency.Known.OtherCall() ->
          throw Problem.reused(
              "%s: another call was accepted under this key (expected: the same method, path, query and body, or a new key)."
                  .formatted(HEADER));
    };
  }

  /// An answer that lasts is not kept: whoever repeats the call waits for the same promotion again.
  private Reply kept(Stamp stamp, Reply reply) {
    if (reply instanceof Reply.Whole whole) {
      try {
        idempotency.answered(
            stamp, new StampedCall.Reply(whole.status(), whole.body().toString(UTF_8)));
      } catch (StoreException e) {
        // The command is done and remembered: a repeated call is answered from how things stand.
        log.atWarn().setCause(e).log("an answer was not written down");
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
