package dev.slipway.domain.async;

import static dev.slipway.domain.promotion.Promotions.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.async.AsyncMachine.Cancel;
import dev.slipway.domain.async.AsyncReply.Answered;
import dev.slipway.domain.async.AsyncReply.Broken;
import dev.slipway.domain.async.AsyncReply.NotServed;
import dev.slipway.domain.async.AsyncReply.TooLong;
import dev.slipway.domain.async.AsyncState.Expired;
import dev.slipway.domain.async.AsyncState.Failed;
import dev.slipway.domain.async.AsyncState.InProgress;
import dev.slipway.domain.async.AsyncState.Queued;
import dev.slipway.domain.async.AsyncState.Succeeded;
import dev.slipway.domain.settings.InvalidSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncMachineTest {
  private static final AsyncTarget TARGET = new AsyncTarget.OfEnvironment("m1", "production");
  private static final String URL = "https://receiver.test/";
  private static final Instant LATER = T0.plusSeconds(5);

  private static AsyncRequest accepted(@Nullable String webhook) {
    var terms = new AsyncTerms(1, Duration.ofSeconds(60), AsyncTerms.Retries.DEFAULT, webhook);
    return AsyncMachine.accepted("r1", TARGET, terms, "d1", T0);
  }

  private static AsyncRequest started() {
    return AsyncMachine.started(accepted(URL), T0.plusSeconds(2));
  }

  private static AsyncRequest after(AsyncReply reply) {
    return AsyncMachine.replied(started(), reply, LATER);
  }

  private static AsyncError.@Nullable Code codeOf(AsyncRequest r) {
    var error = r.error();
    return error == null ? null : error.code();
  }

  @Test
  void anAcceptedRequestIsQueuedUntilItExpires() {
    assertThat(accepted(null).state()).isEqualTo(new Queued(T0, T0, T0.plusSeconds(60), 0));
    assertThat(accepted(null).webhook()).isEqualTo(new AsyncWebhook.Unwanted());
    assertThat(accepted(URL).webhook()).isEqualTo(new AsyncWebhook.Awaiting());
  }

  @Test
  void startingCountsTheAttemptAndExpiryComesFirst() {
    assertThat(started().state())
        .isEqualTo(new InProgress(T0.plusSeconds(2), T0.plusSeconds(60), 1));
    var late = AsyncMachine.started(accepted(URL), T0.plusSeconds(60));
    assertThat(late.status()).isEqualTo("EXPIRED");
    assertThat(codeOf(late)).isEqualTo(AsyncError.Code.MODEL_UNAVAILABLE);
    assertThat(late.webhook()).isEqualTo(new AsyncWebhook.Due(0, T0.plusSeconds(60)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void anAnswerIsASuccessOfTheDeploymentThatGaveIt(int status) {
    var done = after(new Answered("d2", status, ""));
    assertThat(done.state()).isEqualTo(new Succeeded(LATER));
    assertThat(done.deploymentId()).isEqualTo("d2");
    assertThat(done.webhook()).isEqualTo(new AsyncWebhook.Due(0, LATER));
    assertThat(done.isSettled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "400, MODEL_INVALID_INPUT",
    "422, MODEL_INVALID_INPUT",
    "404, MODEL_DOES_NOT_EXIST",
    "301, MODEL_PREDICT_ERROR",
  })
  void aModelThatRefusesIsNotAskedAgain(int status, AsyncError.Code code) {
    var failed = after(new Answered("d2", status, "no such prompt"));
    assertThat(failed.state())
        .isEqualTo(
            new Failed(
                LATER, new AsyncError(code, "The model answered " + status + ": no such prompt")));
  }

  @ParameterizedTest
  @CsvSource({
    "500, MODEL_PREDICT_ERROR",
    "501, MODEL_PREDICT_ERROR",
    "502, MODEL_UNAVAILABLE",
    "503, MODEL_UNAVAILABLE",
    "429, MODEL_UNAVAILABLE",
    "504, MODEL_PREDICT_TIMEOUT",
  })
  void aModelThatFailsIsAskedAgainWithGrowingDelaysUntilTheLastAttempt(
      int status, AsyncError.Code code) {
    var reply = new Answered("d2", status, "");
    var first = AsyncMachine.replied(started(), reply, LATER);
    // 58 s were left when it was sent, and the attempt took none of them.
    assertThat(first.state())
        .isEqualTo(new Queued(LATER, LATER.plusSeconds(1), LATER.plusSeconds(59), 1));
    var second =
        AsyncMachine.replied(AsyncMachine.started(first, LATER.plusSeconds(1)), reply, LATER);
    assertThat(second.state())
        .isInstanceOfSatisfying(
            Queued.class, s -> assertThat(s.dueAt()).isEqualTo(LATER.plusSeconds(2)));
    var third =
        AsyncMachine.replied(AsyncMachine.started(second, LATER.plusSeconds(2)), reply, LATER);
    assertThat(third.status()).isEqualTo("FAILED");
    assertThat(codeOf(third)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429, 503})
  void whatNoModelCouldTakeWaitsOnWithoutAnAttemptCounted(int status) {
    var r = started();
    for (int i = 0; i < 20; i++) {
      r = AsyncMachine.replied(r, new NotServed(status, "asleep"), LATER);
      assertThat(r.state())
          .isEqualTo(new Queued(LATER, LATER.plusSeconds(1), T0.plusSeconds(60), 0));
      r = AsyncMachine.started(r, LATER);
    }
    assertThat(AsyncMachine.replied(r, new NotServed(status, "asleep"), T0.plusSeconds(60)).state())
        .isInstanceOf(Expired.class);
  }

  @Test
  void aTargetThatDoesNotExistEndsIt() {
    var failed = after(new NotServed(404, "Environment x does not exist"));
    assertThat(failed.state())
        .isEqualTo(
            new Failed(
                LATER,
                new AsyncError(
                    AsyncError.Code.MODEL_DOES_NOT_EXIST, "Environment x does not exist")));
    assertThat(failed.deploymentId()).isEqualTo("d1");
  }

  @Test
  void whatMayHaveReachedAModelCounts() {
    for (var reply :
        List.of(new NotServed(502, ""), new NotServed(504, ""), new Broken("cut off"))) {
      assertThat(after(reply).state())
          .isInstanceOfSatisfying(Queued.class, s -> assertThat(s.attempts()).isEqualTo(1));
    }
  }

  @Test
  void anAnswerThatIsTooLongForAWebhookIsNotAskedForAgain() {
    assertThat(codeOf(after(new TooLong("d2", 4))))
        .isEqualTo(AsyncError.Code.INTERNAL_SERVER_ERROR);
  }

  @Test
  void whatAProcessLeftBehindIsPutBackUnlessItWasTheLastAttempt() {
    var once = AsyncMachine.abandoned(started(), LATER);
    assertThat(once.state())
        .isInstanceOfSatisfying(Queued.class, s -> assertThat(s.attempts()).isEqualTo(1));
    var terms =
        new AsyncTerms(
            0,
            Duration.ofSeconds(60),
            new AsyncTerms.Retries(1, Duration.ZERO, Duration.ZERO),
            null);
    var only = AsyncMachine.started(AsyncMachine.accepted("r1", TARGET, terms, "d1", T0), T0);
    var ended = AsyncMachine.abandoned(only, LATER);
    assertThat(codeOf(ended)).isEqualTo(AsyncError.Code.INTERNAL_SERVER_ERROR);
    assertThat(ended.isSettled()).isTrue();
  }

  @Test
  void onlyWhatIsQueuedCanBeCanceled() {
    var cancel = AsyncMachine.cancel(accepted(URL), LATER);
    assertThat(cancel)
        .isInstanceOfSatisfying(
            Cancel.Done.class,
            done -> {
              assertThat(done.next().status()).isEqualTo("CANCELED");
              assertThat(done.next().webhook().status()).isEqualTo("CANCELED");
              assertThat(done.next().isSettled()).isTrue();
              assertThat(AsyncMachine.cancel(done.next(), LATER))
                  .isEqualTo(new Cancel.Refused("CANCELED"));
            });
    assertThat(AsyncMachine.cancel(started(), LATER)).isEqualTo(new Cancel.Refused("IN_PROGRESS"));
    assertThat(AsyncMachine.cancel(after(new Answered("d2", 200, "")), LATER))
        .isEqualTo(new Cancel.Refused("SUCCEEDED"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 502, 503, 504})
  void aReceiverThatFailsIsAskedOnceMore(int status) {
    var done = after(new Answered("d2", 200, ""));
    var once = AsyncMachine.posted(done, status, LATER);
    assertThat(once.webhook()).isEqualTo(new AsyncWebhook.Due(1, LATER.plusSeconds(2)));
    assertThat(once.status()).isEqualTo("SUCCEEDED");
    var twice = AsyncMachine.posted(once, status, LATER.plusSeconds(2));
    assertThat(twice.status()).isEqualTo("WEBHOOK_FAILED");
    assertThat(twice.webhook().status()).isEqualTo("FAILED");
    assertThat(twice.statusAt()).isEqualTo(LATER.plusSeconds(2));
    assertThat(twice.isSettled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"200, SUCCEEDED", "204, SUCCEEDED", "301, FAILED", "400, FAILED", "501, FAILED"})
  void anyOtherAnswerOfAReceiverEndsTheDelivery(int status, String webhook) {
    var posted = AsyncMachine.posted(after(new Answered("d2", 200, "")), status, LATER);
    assertThat(posted.webhook().status()).isEqualTo(webhook);
    assertThat(posted.isSettled()).isTrue();
  }

  @Test
  void aFailureThatCannotBeToldStaysAFailure() {
    var failed = after(new Answered("d2", 422, ""));
    assertThat(AsyncMachine.posted(failed, 400, LATER).status()).isEqualTo("FAILED");
  }

  @Test
  void delaysDoubleUpToTheirMost() {
    var retries = AsyncTerms.Retries.DEFAULT;
    assertThat(List.of(1, 2, 3, 4, 9).stream().map(n -> retries.after(n).toSeconds()))
        .containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void transitionsFromAnotherStateAreBugs() {
    var done = after(new Answered("d2", 200, ""));
    assertThatThrownBy(() -> AsyncMachine.started(done, T0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected: QUEUED");
    assertThatThrownBy(() -> AsyncMachine.abandoned(done, T0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> AsyncMachine.posted(accepted(null), 200, T0))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 600, 3, 1000, 5000, 'priority: 3 (expected: 0 to 2)'",
    "-1, 600, 3, 1000, 5000, 'priority: -1 (expected: 0 to 2)'",
    "0, 9, 3, 1000, 5000, 'max_time_in_queue_seconds: 9 (expected: 10 to 259200)'",
    "0, 259201, 3, 1000, 5000, 'max_time_in_queue_seconds: 259201 (expected: 10 to 259200)'",
    "0, 600, 0, 1000, 5000, 'inference_retry_config.max_attempts: 0 (expected: 1 to 10)'",
    "0, 600, 11, 1000, 5000, 'inference_retry_config.max_attempts: 11 (expected: 1 to 10)'",
    "0, 600, 3, 10001, 5000, 'inference_retry_config.initial_delay_ms: 10001 (expected: 0 to 10000)'",
    "0, 600, 3, 1000, 60001, 'inference_retry_config.max_delay_ms: 60001 (expected: 0 to 60000)'",
  })
  void termsOutOfTheirRangeAreToldWithTheRange(
      int priority, long seconds, int attempts, long initial, long most, String message) {
    assertThatThrownBy(() ->
            new AsyncTerms(
                priority,
                Duration.ofSeconds(seconds),
                new AsyncTerms.Retries(
                    attempts, Duration.ofMillis(initial), Duration.ofMillis(most)),
                null))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message);
  }
}
