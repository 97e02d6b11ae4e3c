package dev.slipway.app;

import static dev.slipway.app.Manager.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Asynchronous inference on the whole server, with real models and a real receiver.
class AsyncServerTest {
  private static final int CONCURRENCY = 4;
  private static final int RAMP_SECONDS = 10;
  private static final int QUEUED = 120;

  @TempDir private Path temp = Path.of("");
  private Closing closing = new Closing();
  private Receiver receiver = new Receiver();

  private record Running(Manager manager, Recording recording, AsyncCaller caller) {}

  @BeforeEach
  void open() {
    closing.add("receiver", receiver);
  }

  @AfterEach
  void stop() {
    closing.close();
  }

  private Running start() {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    var server = closing.add("server", Server.start(options));
    var manager = closing.add("manager", new Manager(server.management(), server.apiKey()));
    var port = closing.add("port", new Manager(server.inference(), server.apiKey()));
    var recording = Recording.deploy(manager, temp.resolve("records"), CONCURRENCY);
    return new Running(manager, recording, new AsyncCaller(port, recording.model()));
  }

  @Test
  void aRequestIsPredictedOnceAndItsResultIsPostedSigned() throws Exception {
    var running = start();
    var caller = running.caller();
    secret(running.manager(), "async_webhook_secret", "current one");
    var id = caller.predict("quick", receiver.url());
    receiver.await(id);
    caller.awaitStatus(id, "SUCCEEDED");
    var delivery = receiver.deliveries().getFirst();
    assertThat(delivery.json().requiredAt("/data").toString()).isEqualTo("{\"ok\":true}");
    assertThat(delivery.json().requiredAt("/errors").isEmpty()).isTrue();
    assertThat(delivery.json().requiredAt("/type").stringValue())
        .isEqualTo("async_request_completed");
    assertThat(delivery.json().requiredAt("/deployment_id").stringValue())
        .isEqualTo(running.recording().v1());
    assertThat(delivery.signature()).isEqualTo(signature(delivery.body(), "current one"));
    assertThat(running.recording().requestIds(running.recording().v1())).containsOnlyOnce(id);
    Await.until(
        "the delivery is written down",
        () -> caller.request(id).requiredAt("/webhook_status").stringValue().equals("SUCCEEDED"));
    var queue = caller.queue();
    assertThat(queue.requiredAt("/num_queued_requests").intValue()).isZero();
    assertThat(queue.requiredAt("/num_in_progress_requests").intValue()).isZero();
    assertThat(queue.requiredAt("/deployment_id").stringValue())
        .isEqualTo(running.recording().v1());

    secret(running.manager(), "async_webhook_secret", "next one");
    secret(running.manager(), "async_webhook_secret_previous", "current one");
    var failing = caller.predict("fail_once", receiver.url());
    receiver.await(failing);
    var second = receiver.deliveries().getLast();
    assertThat(second.signature())
        .isEqualTo(
            signature(second.body(), "next one") + "," + signature(second.body(), "current one"));
    assertThat(running.recording().requestIds(running.recording().v1()))
        .filteredOn(failing::equals)
        .as("500 once, then an answer")
        .hasSize(2);
  }

  private static void secret(Manager manager, String name, String value) {
    manager.post("/v1/secrets", json("name", name, "value", value)).ok();
  }

  private static String signature(String body, String secret) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return "v1=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }

  @Test
  void nothingOfTheQueueReachesACandidateWhosePromotionWasCancelled() {
    var running = start();
    var recording = running.recording();
    var caller = running.caller();
    recording.canary(RAMP_SECONDS);
    recording.promote();
    Await.until("weight 30", () -> recording.percent() >= 30);
    var ids = new ArrayList<String>();
    for (int i = 0; i < QUEUED; i++) {
      ids.add(caller.predict("slow", null));
    }
    Await.until("the candidate has some", () -> !recording.requestIds(recording.v2()).isEmpty());
    assertThat(recording.cancel().ok().requiredAt("/status").stringValue()).isEqualTo("CANCELED");
    List<String> queued =
        ids.reversed().stream().takeWhile(id -> caller.status(id).equals("QUEUED")).toList();
    assertThat(queued).as("queued when the cancel had been answered").isNotEmpty();
    ids.forEach(id -> caller.awaitStatus(id, "SUCCEEDED"));
    assertThat(recording.requestIds(recording.v2()))
        .as("what the candidate had before the cancel")
        .isNotEmpty()
        .doesNotContainAnyElementsOf(queued);
    assertThat(recording.requestIds(recording.v1())).containsAll(queued);
    var receipt = recording.receipt();
    assertThat(receipt.requiredAt("/candidate_served/after_fence").longValue()).isZero();
    assertThat(receipt.requiredAt("/candidate_served/requests").longValue())
        .as("asynchronous requests count in the receipt")
        .isPositive();
  }

  @Test
  void aCanceledRequestNeverReachesAModel() {
    var running = start();
    var caller = running.caller();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 6 * CONCURRENCY; i++) {
      ids.add(caller.predict("slow", receiver.url()));
    }
    JsonNode last = caller.cancel(ids.getLast());
    assertThat(last.requiredAt("/canceled").booleanValue()).as(last.toString()).isTrue();
    ids.removeLast();
    ids.forEach(id -> caller.awaitStatus(id, "SUCCEEDED"));
    var canceled = last.requiredAt("/request_id").stringValue();
    assertThat(caller.status(canceled)).isEqualTo("CANCELED");
    assertThat(caller.request(canceled).requiredAt("/webhook_status").stringValue())
        .isEqualTo("CANCELED");
    assertThat(running.recording().requestIds(running.recording().v1())).doesNotContain(canceled);
    assertThat(receiver.ids()).doesNotContain(canceled);
    JsonNode again = caller.cancel(ids.getFirst());
    assertThat(again.requiredAt("/canceled").booleanValue()).isFalse();
    assertThat(again.requiredAt("/message").stringValue()).contains("SUCCEEDED");
  }

  /// `slipway.test.async` (default 400) makes it longer.
  @Test
  void manyAtOnceAreEachPredictedAndDeliveredOnceWhereNothingDies() throws Exception {
    int many = Integer.getInteger("slipway.test.async", 400);
    var running = start();
    var caller = running.caller();
    var ids = ConcurrentHashMap.<String>newKeySet();
    long began = System.nanoTime();
    try (var callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < many; i++) {
        callers.execute(() -> ids.add(caller.predict("quick", receiver.url())));
      }
    }
    long accepted = System.nanoTime();
    assertThat(ids).hasSize(many);
    Await.until(
        () -> receiver.deliveries().size() + " deliveries",
        () -> receiver.deliveries().size() >= many);
    Await.until(
        "all is settled",
        () -> caller.queue().requiredAt("/num_in_progress_requests").intValue() == 0);
    System.out.printf(
        "async: %d accepted at %d a second, delivered %d ms after the last%n",
        many,
        many * 1_000_000_000L / (accepted - began),
        (System.nanoTime() - accepted) / 1_000_000);
    assertThat(receiver.ids()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(running.recording().requestIds(running.recording().v1()))
        .containsExactlyInAnyOrderElementsOf(ids);
  }
}
