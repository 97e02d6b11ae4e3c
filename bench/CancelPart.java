import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The cancel call, again and again, while requests go on at a fixed rate: how long it takes, and
/// whether its answer is true.
final class CancelPart {
  private static final int[] RATES = {2_000, 1_000, 500, 250};
  private static final int RAMP_SECONDS = 4;
  private static final int MIN_PERCENT = 10;
  private static final int MAX_PERCENT = 70;
  private static final int CYCLE_SECONDS = 20; // more than one takes; bounds the load
  private static final double HOLDS_SHARE = 0.98;
  private static final double HOLDS_P99_NANOS = 100e6;
  private static final long QUIET_MILLIS = 100;
  private static final int PAGE = 4_096;
  private static final long SEED = 20;

  private final Children children;
  private final Options options;
  private final Path home;
  private final Machine machine;

  CancelPart(Children children, Machine machine, Options options, Path home) {
    this.children = children;
    this.machine = machine;
    this.options = options;
    this.home = home;
  }

  /// One promotion that was canceled.
  ///
  /// @param promotedAt nano clock right before the promotion was asked for
  /// @param answer what cancel answered
  /// @param percent the candidate's share when cancel was called
  /// @param healthNanos a bare GET of /healthz right after, as a reference
  /// @param writeNanos a page written to a file and made durable right after, as a reference
  private record Cycle(
      long promotedAt, Http.Answer answer, int percent, long healthNanos, long writeNanos) {}

  /// @param rate requests a second that were asked for
  /// @param sentRate requests a second that were sent
  /// @param canceled answers that said CANCELED
  /// @param latency of the requests, nanoseconds
  /// @param lastArrival by cycle, nanoseconds from the answer to the last request that reached the
  ///   candidate; negative where that was before the answer
  /// @param onCandidate requests that the candidates served
  /// @param arrivedAfter of them, those sent before an answer that arrived after it
  /// @param sentAfter requests that were sent after an answer and before the next promotion
  /// @param strays of them, those that reached the candidate: must be 0
  /// @param untouched cycles in which no request reached the candidate: must be 0
  record Result(
      int rate,
      double sentRate,
      int cancels,
      int canceled,
      Stats call,
      Stats health,
      Stats write,
      Stats latency,
      Stats lastArrival,
      int requests,
      int lost,
      long onCandidate,
      long arrivedAfter,
      long sentAfter,
      long strays,
      long untouched) {}

  Result measure() throws IOException, InterruptedException {
    Path data = children.work().resolve("cancel-data");
    var proxies = new Proxies(children, machine);
    try (Slipway slipway = Slipway.start(children, home, data, UnaryOperator.identity(), "")) {
      Slipway.Deployed stable = slipway.create("stable", proxies.startCommand(false));
      String candidate = slipway.deploy(stable.model(), recorder());
      slipway.rampOver(stable.model(), RAMP_SECONDS);
      String path = Slipway.predictPath(stable.model());
      int rate = rateThatHolds(slipway, path);
      int limit = rate * CYCLE_SECONDS * (options.cancels() + options.uncountedCancels());
      try (var load = new PacedLoad(slipway.inferencePort(), path, slipway.key(), rate, limit)) {
        load.start();
        var cycles = new ArrayList<Cycle>();
        for (int i = 0; i < options.uncountedCancels() + options.cancels(); i++) {
          cycles.add(cycle(slipway, stable.model(), candidate, i));
        }
        load.stop();
        return evaluate(rate, load, cycles);
      }
    }
  }

  private final Random random = new Random(SEED);

  private String recorder() {
    return "exec \"%s/bin/java\" -XX:+UseSerialGC -Xmx256m -cp \"%s\" Recorder \"$PORT\" \"%s\""
        .formatted(
            System.getProperty("java.home"), children.work().resolve("classes"), recorders());
  }

  private Path recorders() {
    return children.work().resolve("recorders");
  }

  private int rateThatHolds(Slipway slipway, String path) throws IOException, InterruptedException {
    for (int rate : RATES) {
      int requests = rate * options.probeSeconds();
      for (int attempt = 0; attempt < 2; attempt++) { // the first also warms everything up
        try (var load =
            new PacedLoad(slipway.inferencePort(), path, slipway.key(), rate, requests)) {
          load.start();
          load.finish();
          double tail = load.latencyNanos(requests / 10).percentile(99);
          if (load.lost() == 0 && load.rate() >= HOLDS_SHARE * rate && tail < HOLDS_P99_NANOS) {
            return rate;
          }
          Bench.say(
              "cancel: %d requests/s do not hold (sent %.0f/s, p99 %.1f ms, lost %d)",
              rate, load.rate(), tail / 1e6, load.lost());
        }
      }
    }
    return RATES[RATES.length - 1];
  }

  private Cycle cycle(Slipway slipway, String model, String candidate, int number)
      throws IOException, InterruptedException {
    int least = 10 * random.nextInt(MIN_PERCENT / 10, MAX_PERCENT / 10 + 1);
    long promotedAt = System.nanoTime();
    slipway.promote(model, candidate);
    int percent = slipway.awaitPercent(model, least);
    Thread.sleep(random.nextInt(100)); // anywhere in the stage
    Http.Answer answer = slipway.cancel(model);
    Thread.sleep(QUIET_MILLIS); // requests after the answer, to see where they go
    Await.until("end of the promotion", 30_000, 5, () -> slipway.promotion(model).status() == null);
    var cycle = new Cycle(promotedAt, answer, percent, slipway.health().nanos(), durableWrite());
    String status = answer.status() == 200 ? Json.string(answer.body(), "status") : answer.body();
    Bench.say(
        "cancel %3d/%d at %2d %%: %s in %.2f ms",
        number + 1, options.uncountedCancels() + options.cancels(), percent, status, answer.nanos() / 1e6);
    if (answer.status() != 200) {
      throw new IllegalStateException(
          "cancel was answered " + answer.status() + ": " + answer.body());
    }
    return cycle;
  }

  private long durableWrite() throws IOException {
    Path file = children.work().resolve("durable");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      long start = System.nanoTime();
      channel.write(ByteBuffer.allocate(PAGE));
      channel.force(false);
      return System.nanoTime() - start;
    }
  }

  private Result evaluate(int rate, PacedLoad load, List<Cycle> all) throws IOException {
    long[] last = new long[all.size()];
    long[] served = new long[all.size()];
    long arrivedAfter = 0;
    long strays = 0;
    for (String line : record()) {
      String[] fields = line.split(" ");
      long sentAt = load.sentAt(Integer.parseInt(fields[0]));
      long arrivedAt = Long.parseLong(fields[1]);
      int i = lastPromotedBefore(all, sentAt);
      if (i < 0 || sentAt > all.get(i).answer().readAt()) {
        strays++;
        continue;
      }
      long late = arrivedAt - all.get(i).answer().readAt();
      last[i] = served[i]++ == 0 ? late : Math.max(last[i], late);
      arrivedAfter += late > 0 ? 1 : 0;
    }
    long sentAfter = 0;
    for (int n = 0; n < load.sent(); n++) {
      int i = lastPromotedBefore(all, load.sentAt(n));
      sentAfter += i >= 0 && load.sentAt(n) > all.get(i).answer().readAt() ? 1 : 0;
    }
    List<Cycle> warm = all.subList(options.uncountedCancels(), all.size());
    return new Result(
        rate,
        load.rate(),
        warm.size(),
        (int)
            warm.stream()
                .filter(c -> Json.string(c.answer().body(), "status").equals("CANCELED"))
                .count(),
        stats(warm, c -> c.answer().nanos()),
        stats(warm, Cycle::healthNanos),
        stats(warm, Cycle::writeNanos),
        load.latencyNanos(0),
        Stats.of(java.util.Arrays.copyOfRange(last, options.uncountedCancels(), last.length)),
        load.sent(),
        load.lost(),
        java.util.Arrays.stream(served).sum(),
        arrivedAfter,
        sentAfter,
        strays,
        java.util.Arrays.stream(served).filter(n -> n == 0).count());
  }

  private static int lastPromotedBefore(List<Cycle> cycles, long sentAt) {
    int found = -1;
    for (int low = 0, high = cycles.size() - 1; low <= high; ) {
      int middle = (low + high) >>> 1;
      if (cycles.get(middle).promotedAt() <= sentAt) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }

  /// The lines of every candidate that ran.
  private List<String> record() throws IOException {
    var lines = new ArrayList<String>();
    try (Stream<Path> files = Files.list(recorders())) {
      for (Path file : files.toList()) {
        int port = Integer.parseInt(file.getFileName().toString());
        try (var http = new Http(port, "")) {
          http.call("GET", "/record", "").body().lines().forEach(lines::add);
        }
      }
    }
    return lines;
  }

  private static Stats stats(List<Cycle> cycles, ToDoubleFunction<Cycle> value) {
    return new Stats(cycles.stream().mapToDouble(value).toArray());
  }
}
