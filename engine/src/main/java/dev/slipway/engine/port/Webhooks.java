package dev.slipway.engine.port;

import dev.slipway.domain.async.AsyncError;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The port that posts results of asynchronous requests.
public interface Webhooks {
  /// Makes one attempt, and blocks until its end.
  ///
  /// @return the HTTP status of the receiver's answer; 0: there was none
  int post(Delivery delivery);

  /// @param time when the request ended
  /// @param output what the model answered; null: nothing
  /// @param error null: none
  /// @param secrets to sign with, current one first; empty: do not sign
  record Delivery(
      String url,
      String requestId,
      String modelId,
      String deploymentId,
      Instant time,
      @Nullable ByteBuffer output,
      @Nullable AsyncError error,
      List<String> secrets) {
    public Delivery {
      secrets = List.copyOf(secrets);
    }

    @Override
    public String toString() {
      return "Delivery[" + requestId + "]";
    }
  }
}
