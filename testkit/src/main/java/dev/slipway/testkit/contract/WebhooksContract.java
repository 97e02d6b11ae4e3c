package dev.slipway.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.Webhooks;
import dev.slipway.engine.port.Webhooks.Delivery;
import dev.slipway.engine.port.Webhooks.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the delivery of asynchronous results relies on: what every poster of webhooks answers.
public abstract class WebhooksContract {
  public abstract Webhooks webhooks();

  /// The URL of a receiver that answers the next posts with `statuses`, one each.
  public abstract String receiver(Integer... statuses);

  /// A URL at which nothing answers the next post.
  public abstract String nowhere();

  /// The ids of the requests whose results have reached the receiver, in order.
  public abstract List<String> received();

  private int post(String url, String requestId) {
    return webhooks()
        .post(
            new Delivery(
                url,
                List.of(),
                new Result(requestId, "model001", "deploy01", Instant.EPOCH, null, null)));
  }

  @Test
  public void theAnswerIsTheReceiversStatus() {
    String url = receiver(200, 404, 500);
    assertThat(List.of(post(url, "one"), post(url, "two"), post(url, "three")))
        .containsExactly(200, 404, 500);
    assertThat(received()).containsExactly("one", "two", "three");
  }

  @Test
  public void anAttemptIsNotRepeatedWhateverTheAnswer() {
    String url = receiver(503, 302, 200);
    assertThat(post(url, "one")).isEqualTo(503);
    assertThat(post(url, "two")).as("a redirection is not followed").isEqualTo(302);
    assertThat(received()).containsExactly("one", "two");
  }

  @Test
  public void withoutAReceiverTheAnswerIsZero() {
    assertThat(post(nowhere(), "one")).isZero();
  }
}
