import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  Cancels.Result measure() throws IOException, InterruptedException {
    Path data = children.work().resolve("cancel-data");
    try (Slipway slipway = Slipway.start(children, home, data, UnaryOperator.identity(), "")) {
      Ready ready = prepare(slipway, RAMP_SECONDS);
      String path = Slipway.predictPath(ready.model());
      int rate = rateThatHolds(ready);
      int limit = rate * CYCLE_SECONDS * (options.cancels() + options.uncountedCancels());
      try (var load = new PacedLoad(slipway.inferencePort(), path, slipway.key(), rate, limit)) {
        load.start();
        var cycles = new ArrayList<Cancels.Cycle>();
        for (int i = 0; i < options.uncountedCancels() + options.cancels(); i++) {
          cycles.add(cycle(slipway, ready.model(), ready.candidate(), i));
        }
        load.stop();
        return Cancels.evaluate(rate, load, cycles, options.uncountedCancels(), served());
      }
    }
  }

  private final Random random = new Random(SEED);

  /// A server whose model has a stable deployment in production and a candidate beside it.
  record Ready(Slipway slipway, String model, String candidate) {}

  Ready prepare(Slipway slipway, int rampSeconds) throws IOException, InterruptedException {
    String start = new Proxies(children, machine).startCommand(false);
    Slipway.Deployed stable = slipway.create("stable", start);
    String candidate = slipway.deploy(stable.model(), recorder());
    slipway.rampOver(stable.model(), rampSeconds);
    return new Ready(slipway, stable.model(), candidate);
  }

  /// A few cancels under load of their own; adds how long each took, in nanoseconds.
  ///
  /// @return requests that were lost
  long turn(Ready ready, int rate, int cancels, List<Double> nanos)
      throws IOException, InterruptedException {
    String path = Slipway.predictPath(ready.model());
    Slipway slipway = ready.slipway();
    int limit = rate * CYCLE_SECONDS * cancels;
    try (var load = new PacedLoad(slipway.inferencePort(), path, slipway.key(), rate, limit)) {
      load.start();
      for (int i = 0; i < cancels; i++) {
        nanos.add((double) cycle(slipway, ready.model(), ready.candidate(), i).answer().nanos());
      }
      load.stop();
      return load.lost();
    }
  }

  private String recorder() {
    return "exec \"%s/bin/java\" -XX:+UseSerialGC -Xmx256m -cp \"%s\" Recorder \"$PORT\" \"%s\""
        .formatted(
            System.getProperty("java.home"), children.work().resolve("classes"), recorders());
  }

  private Path recorders() {
    return children.work().resolve("recorders");
  }

  int rateThatHolds(Ready ready) throws IOException, InterruptedException {
    Slipway slipway = ready.slipway();
    String path = Slipway.predictPath(ready.model());
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

  private Cancels.Cycle cycle(Slipway slipway, String model, String candidate, int number)
      throws IOException, InterruptedException {
    int least = 10 * random.nextInt(MIN_PERCENT / 10, MAX_PERCENT / 10 + 1);
    long promotedAt = System.nanoTime();
    slipway.promote(model, candidate);
    int percent = slipway.awaitPercent(model, least);
    Thread.sleep(random.nextInt(100)); // anywhere in the stage
    Http.Answer answer = slipway.cancel(model);
    Thread.sleep(QUIET_MILLIS); // requests after the answer, to see where they go
    slipway.awaitEnd(model);
    var cycle =
        new Cancels.Cycle(promotedAt, answer, percent, slipway.health().nanos(), durableWrite());
    String status = answer.status() == 200 ? Json.string(answer.body(), "status") : answer.body();
    Bench.say(
        "cancel %3d/%d at %2d %%: %s in %.2f ms",
        number + 1,
        options.uncountedCancels() + options.cancels(),
        percent,
        status,
        answer.nanos() / 1e6);
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

  /// What every candidate that ran wrote down.
  private List<Cancels.Served> served() throws IOException {
    var all = new ArrayList<Cancels.Served>();
    try (Stream<Path> files = Files.list(recorders())) {
      for (Path file : files.toList()) {
        int port = Integer.parseInt(file.getFileName().toString());
        try (var http = new Http(port, "")) {
          for (String line : http.call("GET", "/record", "").body().lines().toList()) {
            String[] fields = line.split(" ");
            all.add(new Cancels.Served(Integer.parseInt(fields[0]), Long.parseLong(fields[1])));
          }
        }
      }
    }
    return all;
  }
}
