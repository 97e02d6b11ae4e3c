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

  /// A result on its way to a receiver.
  ///
  /// @param secrets to sign with, current one first; without one it is not signed
  record Delivery(String url, List<String> secrets, Result result) {
    public Delivery {
      secrets = List.copyOf(secrets);
    }

    public String requestId() {
      return result.requestId();
    }

    @Override
    public String toString() {
      return "Delivery[" + requestId() + "]";
    }
  }

  /// What came of an asynchronous request.
  ///
  /// @param time when it ended
  /// @param output what the model answered; null: nothing
  /// @param error null: none
  record Result(
      String requestId,
      String modelId,
      String deploymentId,
      Instant time,
      @Nullable ByteBuffer output,
      @Nullable AsyncError error) {}
}
