import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// This server beside another build of it, in turns: the gateway's cost, the cancel call, the
/// start.
///
/// Each figure is a ratio of this to the other, as the median of paired rounds with the quartiles.
final class AgainstPart {
  private static final String THIS = "this";
  private static final String OTHER = "other";
  private static final int CANCELS_A_TURN = 10;
  private static final int RAMP_SECONDS = 4;

  private final Children children;
  private final Machine machine;
  private final Options options;
  private final Map<String, Path> homes = new LinkedHashMap<>();

  AgainstPart(Children children, Machine machine, Options options, Path home) {
    this.children = children;
    this.machine = machine;
    this.options = options;
    homes.put(OTHER, options.against());
    homes.put(THIS, home);
  }

  /// Prints what it measures; true where no request was lost.
  boolean measure() throws IOException, InterruptedException {
    boolean clean = true;
    if (options.measures("gateway")) {
      clean = gateway();
    }
    if (options.measures("cancel")) {
      clean &= cancels();
    }
    if (options.measures("start")) {
      starts();
    }
    return clean;
  }

  private boolean gateway() throws IOException, InterruptedException {
    machine.keepSelfToLoadCore(true);
    var proxies = new Proxies(children, machine);
    Proxies.Listening upstream = proxies.upstream("stable");
    var servers = new LinkedHashMap<String, Slipway>();
    try {
      var subjects = new ArrayList<GatewayPart.Subject>();
      var paths = new LinkedHashMap<String, String>();
      var loads = new LinkedHashMap<String, Wrk>();
      for (String name : homes.keySet()) {
        Path data = children.work().resolve("gateway-" + name);
        Slipway slipway = Slipway.start(children, homes.get(name), data, machine::onProxyCore, "");
        servers.put(name, slipway);
        subjects.add(
            new GatewayPart.Subject(name, slipway.child(), false, slipway.inferencePort()));
        paths.put(
            name, Slipway.predictPath(GatewayPart.prepare(slipway, proxies.startCommand(true))));
        loads.put(name, new Wrk(children, machine, slipway.key()));
      }
      for (GatewayPart.Subject s : subjects) {
        loads.get(s.name()).run(s.port(), paths.get(s.name()), options.warmUpSeconds());
      }
      return compare(subjects, paths, loads);
    } finally {
      servers.values().forEach(Slipway::close);
      upstream.child().end();
      machine.keepSelfToLoadCore(false);
    }
  }

  private boolean compare(
      List<GatewayPart.Subject> subjects, Map<String, String> paths, Map<String, Wrk> loads)
      throws IOException, InterruptedException {
    double[] ratios = new double[options.rounds()];
    long failed = 0;
    for (int round = 0; round < ratios.length; round++) {
      var perCpu = new LinkedHashMap<String, Double>();
      for (GatewayPart.Subject s : round % 2 == 0 ? subjects : subjects.reversed()) {
        double before = s.child().cpuSeconds(false);
        Wrk.Load load = loads.get(s.name()).run(s.port(), paths.get(s.name()), options.seconds());
        perCpu.put(s.name(), load.requests() / (s.child().cpuSeconds(false) - before));
        if (load.failed() > 0) { // an error costs another amount than an answer
          Bench.say("gateway: %d of %d failed at %s", load.failed(), load.requests(), s.name());
          failed += load.failed();
        }
      }
      ratios[round] = perCpu.get(THIS) / perCpu.get(OTHER);
      Bench.say(
          "gateway round %d/%d  %.0f requests per CPU-second, other %.0f: %.3f",
          round + 1, ratios.length, perCpu.get(THIS), perCpu.get(OTHER), ratios[round]);
    }
    ratio("requests per CPU-second", ratios);
    return failed == 0;
  }

  private boolean cancels() throws IOException, InterruptedException {
    var parts = new LinkedHashMap<String, CancelPart>();
    var servers = new LinkedHashMap<String, CancelPart.Ready>();
    try {
      int rate = Integer.MAX_VALUE;
      for (String name : homes.keySet()) {
        var part = new CancelPart(children, machine, options, homes.get(name));
        Path data = children.work().resolve("cancel-" + name);
        parts.put(name, part);
        servers.put(
            name,
            part.prepare(
                Slipway.start(children, homes.get(name), data, UnaryOperator.identity(), ""),
                RAMP_SECONDS));
        rate = Math.min(rate, part.rateThatHolds(servers.get(name)));
      }
      var nanos = new LinkedHashMap<String, List<Double>>();
      long lost = 0;
      for (int turn = 0; turn < options.cancels() / CANCELS_A_TURN + 1; turn++) {
        for (String name :
            turn % 2 == 0 ? homes.keySet() : homes.keySet().stream().toList().reversed()) {
          lost +=
              parts
                  .get(name)
                  .turn(
                      servers.get(name),
                      rate,
                      CANCELS_A_TURN,
                      nanos.computeIfAbsent(name, _ -> new ArrayList<>()));
        }
      }
      for (double percentile : new double[] {50, 90, 99}) {
        double here = stats(nanos.get(THIS)).percentile(percentile);
        double there = stats(nanos.get(OTHER)).percentile(percentile);
        Bench.say(
            "cancel p%.0f at %d requests/s: %.2f ms, other %.2f ms: %.2f",
            percentile, rate, here / 1e6, there / 1e6, here / there);
      }
      Bench.say("cancel: %d requests lost", lost);
      return lost == 0;
    } finally {
      servers.values().forEach(s -> s.slipway().close());
    }
  }

  private void starts() throws IOException, InterruptedException {
    double[] ratios = new double[Math.max(2, options.rounds() / 2)];
    var datas = new LinkedHashMap<String, Path>();
    for (String name : homes.keySet()) {
      Path data = children.work().resolve("start-" + name);
      datas.put(name, data);
      Slipway.start(children, homes.get(name), data, UnaryOperator.identity(), "").close();
    }
    for (int round = 0; round < ratios.length; round++) {
      var took = new LinkedHashMap<String, Double>();
      for (String name :
          round % 2 == 0 ? homes.keySet() : homes.keySet().stream().toList().reversed()) {
        try (Slipway s =
            Slipway.start(
                children, homes.get(name), datas.get(name), UnaryOperator.identity(), "")) {
          took.put(name, (s.healthyAt() - s.startedAt()) / 1e9);
        }
      }
      ratios[round] = took.get(THIS) / took.get(OTHER);
    }
    ratio("time to healthy", ratios);
  }

  private static void ratio(String what, double[] values) {
    var stats = new Stats(values);
    Bench.say(
        "%s, this / other: %.3f (quartiles %.3f to %.3f, %d rounds)",
        what, stats.median(), stats.percentile(25), stats.percentile(75), values.length);
  }

  private static Stats stats(List<Double> values) {
    return new Stats(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
