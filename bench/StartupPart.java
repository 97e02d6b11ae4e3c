import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/// Starting on a data directory that has a model in production, with and without the start-up
/// cache, in turns; then doing nothing.
final class StartupPart {
  private static final String WITHOUT = "-XX:AOTMode=off";
  private static final long FIRST_ANSWER_MILLIS = 60_000;

  private final Children children;
  private final Machine machine;
  private final Options options;
  private final Path home;

  StartupPart(Children children, Machine machine, Options options, Path home) {
    this.children = children;
    this.machine = machine;
    this.options = options;
    this.home = home;
  }

  /// @param healthSeconds from the start of `./slipway` to /healthz
  /// @param predictSeconds from there to the first prediction, its model's process started in
  ///   between
  /// @param residentMiB of the idle server, without its models
  /// @param idleCpu processor time by wall time, idle
  private record Start(
      double healthSeconds, double predictSeconds, double residentMiB, double idleCpu) {}

  record Figures(Stats healthSeconds, Stats predictSeconds, Stats residentMiB, Stats idleCpu) {}

  /// @param cached null where this JDK made no cache
  /// @param bareSeconds to start and end a JVM that only prints its version
  record Result(Figures cached, Figures plain, Stats bareSeconds) {}

  Result measure() throws IOException, InterruptedException {
    Path data = children.work().resolve("startup-data");
    String path;
    try (Slipway slipway = Slipway.start(children, home, data, UnaryOperator.identity(), "")) {
      String start = new Proxies(children, machine).startCommand(false);
      path = Slipway.predictPath(slipway.create("bench", start).model());
    }
    boolean hasCache = Files.exists(home.resolve("app/target/slipway.aot"));
    var cached = new ArrayList<Start>();
    var plain = new ArrayList<Start>();
    double[] bare = new double[options.startRounds()];
    for (int round = 0; round < options.startRounds(); round++) {
      if (hasCache) {
        cached.add(start(data, path, "", "with the cache"));
      }
      plain.add(start(data, path, WITHOUT, "without the cache"));
      bare[round] = bareJvm();
    }
    return new Result(hasCache ? figures(cached) : null, figures(plain), new Stats(bare));
  }

  private Start start(Path data, String path, String flags, String how)
      throws IOException, InterruptedException {
    try (Slipway slipway = Slipway.start(children, home, data, UnaryOperator.identity(), flags)) {
      var http = new Http(slipway.inferencePort(), slipway.key());
      long predictedAt =
          Await.answer(slipway.child(), http, "POST", path, Wrk.BODY, FIRST_ANSWER_MILLIS);
      Thread.sleep(TimeUnit.SECONDS.toMillis(options.settleSeconds()));
      double resident = slipway.child().residentMiB();
      double cpu = slipway.child().cpuSeconds(false);
      long from = System.nanoTime();
      Thread.sleep(TimeUnit.SECONDS.toMillis(options.idleSeconds()));
      double idle = (slipway.child().cpuSeconds(false) - cpu) / ((System.nanoTime() - from) / 1e9);
      var start =
          new Start(
              (slipway.healthyAt() - slipway.startedAt()) / 1e9,
              (predictedAt - slipway.startedAt()) / 1e9,
              resident,
              idle);
      Bench.say(
          "start %-17s healthy %.2f s, first prediction %.2f s, %.0f MiB, %.2f %% of a core idle",
          how, start.healthSeconds(), start.predictSeconds(), resident, 100 * idle);
      return start;
    }
  }

  private double bareJvm() throws IOException, InterruptedException {
    long from = System.nanoTime();
    Children.Child child =
        children.start(
            "bare", Map.of(), List.of(System.getProperty("java.home") + "/bin/java", "-version"));
    child.process().waitFor();
    return (System.nanoTime() - from) / 1e9;
  }

  private static Figures figures(List<Start> starts) {
    return new Figures(
        stats(starts, Start::healthSeconds),
        stats(starts, Start::predictSeconds),
        stats(starts, Start::residentMiB),
        stats(starts, Start::idleCpu));
  }

  private static Stats stats(List<Start> starts, ToDoubleFunction<Start> value) {
    return new Stats(starts.stream().mapToDouble(value).toArray());
  }
}
