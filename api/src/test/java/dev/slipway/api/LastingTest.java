package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.http.LongResponses;
import dev.slipway.api.input.Json;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Answers that last: cancels that wait, and streams of events.
class LastingTest extends ModelTest {
  private HttpRequest.Builder request(String method, String path) {
    return server.request(method, path, null).header("Authorization", "Api-Key " + server.key);
  }

  private CompletableFuture<HttpResponse<String>> waiting(String query) {
    var request = request("POST", env + "/cancel_promotion?wait=drained" + query);
    return server.http().sendAsync(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(CompletableFuture<HttpResponse<String>> answer) throws Exception {
    return Json.stored(answer.get(60, TimeUnit.SECONDS).body());
  }

  private void awaitStatus(String status) {
    Await.until(
        status, () -> server.get(env + "/promotions").at("/promotions/0/status").equals(status));
  }

  @Test
  void aCancelThatWaitsAnswersWhenNothingIsLeft() throws Exception {
    String second = canary();
    String replica =
        server.runtime.replicas().stream()
            .filter(r -> r.deploymentId().equals(second))
            .findFirst()
            .orElseThrow()
            .id();
    server.routes.hold(replica, 1);
    server.routes.hold(production, second, 1);
    var answer = waiting("&timeout_seconds=3600");
    awaitStatus("CANCELED");
    server.settle();
    assertThat(answer.isDone()).as("a request is in flight").isFalse();
    server.routes.hold(replica, 0);
    server.routes.hold(production, second, 0);
    server.settle();
    JsonNode got = json(answer);
    assertThat(got.requiredAt("/status").stringValue()).isEqualTo("CANCELED");
    assertThat(got.requiredAt("/drained").booleanValue()).isTrue();
    assertThat(got.at("/surplus_replicas").asInt(-1)).isZero();
    assertThat(got.requiredAt("/settled_at").stringValue()).isNotEmpty();
  }

  @Test
  void itAnswersAtItsTimeoutWithWhatIsLeft() throws Exception {
    String second = canary();
    server.routes.hold(production, second, 2);
    var answer = waiting("&timeout_seconds=5");
    awaitStatus("CANCELED");
    server.time.advance(Duration.ofSeconds(6));
    JsonNode got = json(answer);
    assertThat(got.at("/drained").asBoolean(true)).isFalse();
    assertThat(got.requiredAt("/in_flight_on_candidate").intValue()).isEqualTo(2);
    assertThat(got.requiredAt("/surplus_replicas").intValue()).isEqualTo(1);
  }

  @Test
  void aRefusalComesAtOnceAndLeavesItsPlaceFree() throws Exception {
    for (int i = 0; i < LongResponses.MAX + 2; i++) {
      assertThat(waiting("").get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(400);
    }
    for (String query : List.of("&timeout_seconds=0", "&timeout_seconds=3601")) {
      assertThat(waiting(query).get(60, TimeUnit.SECONDS).body()).contains("from 1 to 3600");
    }
    String path = env + "/cancel_promotion?";
    assertThat(server.post(path + "wait=done").message()).contains("expected: drained");
    assertThat(server.post(path + "timeout_seconds=9").message()).contains("without wait");
    assertThat(server.post(path + "wait=drained&dry_run=true").status()).isEqualTo(400);
  }

  @Test
  void theEventsOfARecordComeAsTheyAreWrittenAndEndWithIt() throws Exception {
    canary();
    String path = env + "/promotions/" + promotion() + "/events";
    var answer = server.http().sendAsync(request("GET", path).build(), BodyHandlers.ofString());
    assertThat(server.post(env + "/cancel_promotion?reason=worse").status()).isEqualTo(200);
    server.settle();
    HttpResponse<String> got = answer.get(60, TimeUnit.SECONDS);
    assertThat(got.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(got.body())
        .containsSubsequence(
            "id: 1\nevent: STARTED\ndata: {",
            "event: SHIFT",
            "event: GRACEFUL_CANCEL",
            "worse",
            "event: FENCED",
            "event: CANCELED",
            "event: SETTLED");
    int lines = ids(got.body()).size();
    assertThat(ids(got.body())).isEqualTo(List.copyOf(range(1, lines)));
    var rest = server.send(request("GET", path).header("Last-Event-ID", String.valueOf(lines - 2)));
    assertThat(ids(rest.text())).containsExactly(lines - 1, lines);
    var none = server.send(request("GET", path).header("Last-Event-ID", lines + ""));
    assertThat(none.status()).as("a browser need not come again").isEqualTo(204);
    var bad = server.send(request("GET", path).header("Last-Event-ID", "x"));
    assertThat(bad.status()).isEqualTo(400);
    assertThat(server.get(path.replace(promotion(), "nope1234")).status()).isEqualTo(404);
  }

  @Test
  void streamsHaveALimitAndOneThatIsGoneGivesItsPlaceBack() throws Exception {
    canary();
    String path = env + "/promotions/" + promotion() + "/events";
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < LongResponses.MAX; i++) {
      open.add(opened(path));
    }
    assertThat(server.get(path).status()).isEqualTo(503);
    assertThat(waiting("").get(60, TimeUnit.SECONDS).statusCode())
        .as("a cancel that cannot wait is not begun")
        .isEqualTo(503);
    assertThat(server.get(env).at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
    for (InputStream one : open) {
      one.close();
    }
    Await.until("a free place", () -> free(path));
  }

  private boolean free(String path) {
    try (InputStream one = opened(path)) {
      return new String(one.readNBytes(3), StandardCharsets.UTF_8).equals("id:");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private InputStream opened(String path) {
    try {
      return server.http().send(request("GET", path).build(), BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<Integer> ids(String stream) {
    return stream
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> Integer.valueOf(line.substring(4)))
        .toList();
  }

  private static List<Integer> range(int from, int to) {
    List<Integer> all = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      all.add(i);
    }
    return all;
  }
}
