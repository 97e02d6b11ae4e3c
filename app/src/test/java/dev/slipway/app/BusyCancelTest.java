package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Recording.Arrival;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cancels of models that infer on one thread: while they do, neither side answers a probe, and
/// requests wait in line. A cancel is answered CANCELED all the same, nothing reaches the candidate
/// afterwards, nothing is lost, and no replica is ended.
///
/// `slipway.test.busy.cancels` (default 4) in all, `slipway.test.busy.models` (default 2) at a
/// time, `slipway.test.busy.seconds` (default 6) the longest inference. `slipway.test.busy.limit`
/// (default none) is the most milliseconds that a cancel may take; the proof suite of CI sets all
/// of them.
class BusyCancelTest {
  private static final int CANCELS = Integer.getInteger("slipway.test.busy.cancels", 4);
  private static final int MODELS = Integer.getInteger("slipway.test.busy.models", 2);
  private static final int LONGEST = Integer.getInteger("slipway.test.busy.seconds", 6) * 1000;
  private static final long LIMIT = Long.getLong("slipway.test.busy.limit", Long.MAX_VALUE);
  private static final int SHORTEST = 100;
  private static final int CONNECTIONS = 4;
  private static final int RATE = 20;
  private static final int RAMP_SECONDS = 3000;

  @TempDir private Path temp = Path.of("");

  /// @param answeredNanos when the answer CANCELED had been read
  /// @param untilNanos when the next promotion began
  private record Cancel(long millis, long answeredNanos, long untilNanos) {}

  @Test
  void aCancelGoesThroughAtOnceWhileBothSidesInfer() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    try (var server = Server.start(options);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var models = new ArrayList<Future<List<Cancel>>>();
      for (int i = 0; i < MODELS; i++) {
        int number = i;
        models.add(threads.submit(() -> cancelAgainAndAgain(server, number)));
      }
      var all = new ArrayList<Cancel>();
      for (var model : models) {
        all.addAll(finished(model));
      }
      long slowest = all.stream().mapToLong(Cancel::millis).max().orElseThrow();
      System.out.printf(
          "busy cancel: %d cancels of %d models, the slowest in %d ms%n",
          all.size(), MODELS, slowest);
      assertThat(all).hasSizeGreaterThanOrEqualTo(CANCELS);
      assertThat(slowest).as("milliseconds of the slowest cancel").isLessThan(LIMIT);
    }
  }

  private static List<Cancel> finished(Future<List<Cancel>> model) throws InterruptedException {
    try {
      return model.get();
    } catch (ExecutionException e) {
      throw new AssertionError("of one model: " + e.getCause(), e);
    }
  }

  private List<Cancel> cancelAgainAndAgain(Server server, int number) throws IOException {
    Path own = Files.createDirectories(temp.resolve("model" + number));
    var random = new Random(number);
    var cancels = new ArrayList<Cancel>();
    try (var manager = new Manager(server.management(), server.apiKey())) {
      Path classes = Files.createDirectories(own.resolve("classes"));
      var recording =
          Recording.deployLight(manager, "model" + number, own.resolve("records"), classes, 1);
      recording.canary(RAMP_SECONDS);
      var load =
          new Load(
              recording.predict(server.inference()),
              server.apiKey(),
              CONNECTIONS,
              RATE,
              request -> hold(new Random(request), LONGEST / 20));
      try (load) {
        for (int i = 0; i < Math.ceilDiv(CANCELS, MODELS); i++) {
          cancels.add(cancelWhileBothInfer(recording, server, random));
        }
        long answered = load.answered();
        Await.until("answers after the last cancel", () -> load.answered() > answered + 10);
      }
      assertThat(load.lost()).as("requests lost of %d", load.answered()).isEmpty();
      check(recording, load, cancels);
    }
    return cancels;
  }

  private static Cancel cancelWhileBothInfer(Recording recording, Server server, Random random) {
    recording.promote();
    Await.until("the candidate has a share", () -> recording.percent() >= 10);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var long1 = threads.submit(inference(recording, server, recording.v1(), random));
      var long2 = threads.submit(inference(recording, server, recording.v2(), random));
      LockSupport.parkNanos(random.nextInt(LONGEST) * 500_000L);
      long began = System.nanoTime();
      var reply = recording.cancel();
      long millis = (reply.readNanos() - began) / 1_000_000;
      assertThat(reply.ok().requiredAt("/status").stringValue()).isEqualTo("CANCELED");
      assertThat(ended(long1)).as("the long inference on the previous side").isEqualTo(200);
      assertThat(ended(long2)).as("the long inference on the candidate").isEqualTo(200);
      var receipt = recording.receipt();
      assertThat(receipt.requiredAt("/candidate_served/after_fence").longValue()).isZero();
      assertThat(receipt.requiredAt("/candidate_served/lost").longValue()).isZero();
      return new Cancel(millis, reply.readNanos(), System.nanoTime());
    }
  }

  /// One request to a deployment itself, which keeps its only thread.
  private static Callable<Integer> inference(
      Recording recording, Server server, String deployment, Random random) {
    URI target = recording.predictOn(server.inference(), deployment);
    String mode = hold(random, LONGEST);
    return () -> {
      try (var client = new LoadClient(target, server.apiKey())) {
        return client.send(-1, mode, "{}");
      }
    };
  }

  private static int ended(Future<Integer> request) {
    try {
      return request.get();
    } catch (ExecutionException e) {
      throw new AssertionError("no answer: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String hold(Random random, int longest) {
    return "hold-" + (SHORTEST + random.nextInt(Math.max(1, longest - SHORTEST)));
  }

  private static void check(Recording recording, Load load, List<Cancel> cancels) {
    List<Long> numbers =
        recording.arrivals(recording.v2()).stream()
            .map(Arrival::number)
            .filter(number -> number > 0)
            .toList();
    for (Cancel c : cancels) {
      assertThat(numbers)
          .as("sent after the answer CANCELED was read, and seen by the candidate")
          .noneMatch(number ->
              load.sentAt(number) > c.answeredNanos() && load.sentAt(number) < c.untilNanos());
    }
    assertThat(recording.starts(recording.v1())).as("v1 was started once").hasSize(1);
    assertThat(recording.starts(recording.v2())).as("v2 was started once").hasSize(1);
  }
}
