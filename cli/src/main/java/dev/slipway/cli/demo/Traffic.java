package dev.slipway.cli.demo;

import dev.slipway.cli.client.Trust;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Host;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Steady traffic: requests leave at their times, whether or not earlier ones were answered. Each
/// is sent once, never again, and its answer is checked.
final class Traffic implements AutoCloseable {
  /// The most requests in flight; at this limit requests are held back, and counted.
  static final int MAX_IN_FLIGHT = 2_000;

  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Trust.CONNECT_TIMEOUT)
          .build();

  private final Semaphore slots = new Semaphore(MAX_IN_FLIGHT);
  private final TrafficTally tally = new TrafficTally();
  private final HttpRequest.Builder template;
  private final List<Sample> samples;
  private final int rate;
  private final Host.Timing timing;
  private final Thread pacer;
  private volatile boolean stopped;

  /// @param rate requests a second
  Traffic(URI target, String key, List<Sample> samples, int rate, Host.Timing timing) {
    this.template =
        HttpRequest.newBuilder(target)
            .timeout(ANSWER_TIMEOUT)
            .header("Authorization", "Api-Key " + key)
            .header("Content-Type", "application/json");
    this.samples = samples;
    this.rate = rate;
    this.timing = timing;
    this.pacer = Thread.ofVirtual().name("traffic").unstarted(this::pace);
  }

  void start() {
    pacer.start();
  }

  TrafficTally.Snapshot counts() {
    return tally.snapshot();
  }

  /// Sends no more, and waits for the answers that are on their way.
  ///
  /// @return false: some did not come in time
  boolean finish() throws InterruptedException {
    stopped = true;
    pacer.join();
    return slots.tryAcquire(MAX_IN_FLIGHT, ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void pace() {
    long start = timing.nanoTime().getAsLong();
    try {
      for (long i = 0; !stopped; i++) {
        long due = start + i * NANOS_PER_SECOND / rate;
        timing.pause().pause(Duration.ofNanos(due - timing.nanoTime().getAsLong()));
        if (stopped) {
          return;
        }
        if (!slots.tryAcquire()) {
          tally.held();
          continue;
        }
        Sample sample = samples.get((int) (i % samples.size()));
        tally.sent();
        Thread.ofVirtual().start(() -> ask(sample));
      }
    } catch (InterruptedException _) {
      // Closed: no more requests.
    }
  }

  private void ask(Sample sample) {
    try {
      HttpRequest request = template.copy().POST(BodyPublishers.ofString(sample.body())).build();
      long sentNanos = timing.nanoTime().getAsLong();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        tally.lost("status " + answer.statusCode() + ": " + cut(answer.body()));
        return;
      }
      JsonNode body = WireJson.parse(answer.body());
      String version = body.path("version").asString("");
      if (version.isEmpty() || !body.path("digit").isNumber()) {
        tally.lost("not the model's answer: " + cut(answer.body()));
      } else {
        tally.answered(version, body.path("digit").asInt() == sample.label(), sentNanos);
      }
    } catch (IOException e) {
      tally.lost(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (JacksonException _) {
      tally.lost("an answer that is no whole JSON");
    } catch (InterruptedException _) {
      tally.lost("interrupted");
    } finally {
      slots.release();
    }
  }

  private static String cut(String text) {
    return text.length() <= 200 ? text.strip() : text.substring(0, 200).strip();
  }

  @Override
  public void close() {
    stopped = true;
    pacer.interrupt();
    http.shutdownNow();
  }
}
