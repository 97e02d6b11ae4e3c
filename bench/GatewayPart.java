import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The gateway beside nginx and HAProxy: the same requests to the same upstream, in turns.
final class GatewayPart {
  static final String NGINX = "nginx";
  static final String HAPROXY = "HAProxy";
  static final String SLIPWAY = "Slipway";
  static final int LATENCY_RATE = 1_000;

  private static final int RAMP_SECONDS = 6_000; // stage 1, 10 %, for longer than the run
  private static final String MODEL = "bench";

  private final Children children;
  private final Machine machine;
  private final Options options;
  private final Path home;

  GatewayPart(Children children, Machine machine, Options options, Path home) {
    this.children = children;
    this.machine = machine;
    this.options = options;
    this.home = home;
  }

  /// One program under test.
  ///
  /// @param family whether its work is done in child processes
  record Subject(String name, Children.Child child, boolean family, int port) {}

  /// What was measured of one program, a value a round.
  ///
  /// @param perCpuSecond requests per second of processor time of the proxy
  /// @param perSecond requests a second
  /// @param busy processor time of the proxy by wall time
  /// @param failed requests that were not answered well, over all rounds
  record Figures(Stats perCpuSecond, Stats perSecond, Stats busy, long failed) {}

  /// @param figures by program
  /// @param latencies nanoseconds at the middle and the 99th percentile, by program and `direct`
  record Result(Map<String, Figures> figures, Map<String, Latency> latencies) {}

  record Latency(Stats p50, Stats p99) {}

  Result measure() throws IOException, InterruptedException {
    machine.keepSelfToLoadCore(true);
    var proxies = new Proxies(children, machine);
    Proxies.Listening stable = proxies.upstream("stable");
    Proxies.Listening candidate = proxies.upstream("candidate");
    Proxies.Listening nginx = proxies.nginx(stable.port(), candidate.port());
    Proxies.Listening haproxy = proxies.haproxy(stable.port(), candidate.port());
    try (Slipway slipway =
        Slipway.start(
            children, home, children.work().resolve("gateway-data"), machine::onProxyCore, "")) {
      String model = prepare(slipway, proxies.startCommand(true));
      var subjects =
          List.of(
              new Subject(NGINX, nginx.child(), true, nginx.port()),
              new Subject(HAPROXY, haproxy.child(), false, haproxy.port()),
              new Subject(SLIPWAY, slipway.child(), false, slipway.inferencePort()));
      String path = Slipway.predictPath(model);
      Result result = compare(subjects, stable.port(), path, slipway.key());
      requireStage(slipway, model);
      return result;
    } finally {
      List.of(haproxy, nginx, candidate, stable).forEach(l -> l.child().end());
      machine.keepSelfToLoadCore(false);
    }
  }

  /// Puts the same load on each in turns.
  ///
  /// @param upstream the port that a latency without a proxy is measured at
  Result compare(List<Subject> subjects, int upstream, String path, String key)
      throws IOException, InterruptedException {
    var wrk = new Wrk(children, machine, key);
    for (Subject subject : subjects) {
      warmUp(subject, wrk, path);
    }
    Map<String, Figures> figures = throughput(subjects, wrk, path);
    return new Result(figures, latency(subjects, upstream, path, key));
  }

  /// The same for each. It is long: a compiler that shares the proxy's core takes its time, and on
  /// a machine whose speed varies nothing that is measured tells when it is done.
  private void warmUp(Subject subject, Wrk wrk, String path)
      throws IOException, InterruptedException {
    wrk.run(subject.port(), path, options.warmUpSeconds());
    Bench.say("gateway warmed up  %s", subject.name());
  }

  static String prepare(Slipway slipway, String startCommand)
      throws IOException, InterruptedException {
    Slipway.Deployed first = slipway.create(MODEL, startCommand);
    String second = slipway.deploy(first.model(), startCommand);
    slipway.rampOver(first.model(), RAMP_SECONDS);
    slipway.promote(first.model(), second);
    slipway.awaitPercent(first.model(), 10);
    return first.model();
  }

  private static void requireStage(Slipway slipway, String model) throws IOException {
    Slipway.Promotion now = slipway.promotion(model);
    if (now.percent() != 10) {
      throw new IllegalStateException("the ramp moved on during the measurement: " + now);
    }
  }

  private Map<String, Figures> throughput(List<Subject> subjects, Wrk wrk, String path)
      throws IOException, InterruptedException {
    int rounds = options.rounds();
    var perCpu = new LinkedHashMap<String, double[]>();
    var perSecond = new LinkedHashMap<String, double[]>();
    var busy = new LinkedHashMap<String, double[]>();
    var failed = new LinkedHashMap<String, Long>();
    for (int round = 0; round < rounds; round++) {
      for (Subject subject : subjects) {
        String name = subject.name();
        double before = subject.child().cpuSeconds(subject.family());
        Wrk.Load load = wrk.run(subject.port(), path, options.seconds());
        double cpu = subject.child().cpuSeconds(subject.family()) - before;
        perCpu.computeIfAbsent(name, _ -> new double[rounds])[round] = load.requests() / cpu;
        perSecond.computeIfAbsent(name, _ -> new double[rounds])[round] =
            load.requests() / load.seconds();
        busy.computeIfAbsent(name, _ -> new double[rounds])[round] = cpu / load.seconds();
        failed.merge(name, load.failed(), Long::sum);
        Bench.say(
            "gateway round %d/%d  %-8s %7.0f requests/s, %7.0f per CPU-second, %d failed",
            round + 1,
            rounds,
            name,
            load.requests() / load.seconds(),
            load.requests() / cpu,
            load.failed());
      }
    }
    var figures = new LinkedHashMap<String, Figures>();
    for (String name : perCpu.keySet()) {
      figures.put(
          name,
          new Figures(
              new Stats(perCpu.get(name)),
              new Stats(perSecond.get(name)),
              new Stats(busy.get(name)),
              failed.get(name)));
    }
    return figures;
  }

  private Map<String, Latency> latency(
      List<Subject> subjects, int upstream, String path, String key)
      throws IOException, InterruptedException {
    var targets = new LinkedHashMap<String, Integer>();
    targets.put("direct", upstream);
    subjects.forEach(subject -> targets.put(subject.name(), subject.port()));
    var middle = new LinkedHashMap<String, List<Double>>();
    var tail = new LinkedHashMap<String, List<Double>>();
    for (int round = -1; round < options.latencyRounds(); round++) { // round -1 warms the load up
      for (Map.Entry<String, Integer> target : targets.entrySet()) {
        Stats nanos = paced(target.getValue(), path, key);
        if (round >= 0) {
          String name = target.getKey();
          middle.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos.percentile(50));
          tail.computeIfAbsent(name, _ -> new ArrayList<>()).add(nanos.percentile(99));
        }
      }
    }
    var latencies = new LinkedHashMap<String, Latency>();
    for (String name : targets.keySet()) {
      latencies.put(name, new Latency(stats(middle.get(name)), stats(tail.get(name))));
    }
    return latencies;
  }

  private Stats paced(int port, String path, String key) throws IOException, InterruptedException {
    int requests = (int) (LATENCY_RATE * options.latencySeconds());
    try (var load = new PacedLoad(port, path, key, LATENCY_RATE, requests)) {
      load.start();
      load.finish();
      if (load.lost() > 0) {
        throw new IllegalStateException(load.lost() + " of " + requests + " paced requests failed");
      }
      return load.latencyNanos(requests / 10); // the first tenth opens the proxy's own connections
    }
  }

  private static Stats stats(List<Double> values) {
    return new Stats(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
