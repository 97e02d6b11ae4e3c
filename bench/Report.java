import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The figures as text: for the terminal, for docs/benchmarks.md (ratios, and the cancel call's
/// times beside references of the same run), and all of them for programs.
final class Report {
  private static final double GATEWAY_TARGET = 0.75;
  private static final double CANCEL_TARGET_MILLIS = 10;
  private static final int CANCEL_TARGET_RATE = 2_000;
  private static final String NONE = "–";

  private final Machine machine;
  private final Options options;
  private final GatewayPart.Result gateway;
  private final CancelPart.Result cancel;
  private final StartupPart.Result start;

  Report(
      Machine machine,
      Options options,
      GatewayPart.Result gateway,
      CancelPart.Result cancel,
      StartupPart.Result start) {
    this.machine = machine;
    this.options = options;
    this.gateway = gateway;
    this.cancel = cancel;
    this.start = start;
  }

  /// Whether nothing was lost and every cancel's answer was true.
  boolean isCorrect() {
    return lost() == 0
        && cancel.strays() == 0
        && cancel.untouched() == 0
        && cancel.canceled() == cancel.cancels();
  }

  String text() {
    return "\n"
        + String.join("\n\n", targets(), gatewayTable(), cancelTable(), startTable())
        + "\n";
  }

  String page() {
    return """
    # Benchmarks

    Written by `bench/run`, which measures everything below in one run on one machine, in turns (A B C A B C …), and prints
    the median with the range over the rounds in brackets, which is the noise. Figures of different runs or machines
    do not compare; ratios within a run do. To repeat it: install nginx, HAProxy and wrk (Debian: `nginx-light haproxy wrk`), leave
    the machine alone for a quarter of an hour, and say `bench/run`. `bench/run --smoke` takes about a minute and measures nothing well.

    Machine: %s.

    ## Targets

    %s

    Speed is reported here and never asserted by a test. What must hold in every run, and makes `bench/run` fail otherwise: no request lost, and
    none on a candidate that was sent after the cancel's answer had been read.

    ## Gateway

    %s

    The work: %d keep-alive connections, POST with a body of %d bytes, a JSON answer of %d bytes, 90 %% to one upstream and 10 %% to
    another; upstreams are nginx answering from memory. nginx has one worker, HAProxy one thread, Slipway what it chooses on one core;
    layout: %s. Slipway is the real server in stage 1 of a canary between two deployments: it also
    checks the API key, picks by exact share, holds a lease for each request and counts it. "Per CPU-second" is requests by the
    processor time of the proxy's process (all threads, garbage collection and compilation included), %d rounds of %d s, after as many that are not counted as each needed to become steady. "Added" latency is measured at %s requests a second,
    open loop, %d rounds of %s s, minus the same requests straight to the upstream.

    ## Cancel

    %s

    %d promotions of a canary, each canceled at a random moment between 10 and 80 %%, while requests go on at %s a second, open loop (each is due at
    its time, whatever became of the others). Load, server, both models and the measurement share the machine's cores. The time is from writing the call on a warm connection to having read all of the answer;
    the server commits twice and waits for its gateway's confirmation in between. The candidate writes down when each request arrives, on the clock that the load uses.
    "Arrived after the answer" are requests sent before it: the gateway had handed them over, the candidate's process read them from its socket later.

    ## Start-up

    %s

    From the start of `./slipway serve` (which first looks whether anything must be built) on a data directory with one model in production, %d rounds; the first prediction includes the start of the model's
    process and its readiness probe. Memory and processor time are the server's process alone, after %d s without requests, over %d s. A bare JVM is `java -version`.
    """
        .formatted(
            machine.description(),
            targets(),
            gatewayTable(),
            Wrk.CONNECTIONS,
            Wrk.BODY.length(),
            Proxies.ANSWER.length(),
            machine.layout(),
            options.rounds(),
            options.seconds(),
            thousands(GatewayPart.LATENCY_RATE),
            options.rounds(),
            Stats.format("%.0f", options.latencySeconds()),
            cancelTable(),
            cancel.cancels(),
            thousands(cancel.rate()),
            startTable(),
            options.startRounds(),
            options.idleSeconds(),
            options.idleSeconds());
  }

  private String targets() {
    double share = ratio(GatewayPart.SLIPWAY).median();
    double tail = cancel.call().percentile(99) / 1e6;
    boolean fast = tail < CANCEL_TARGET_MILLIS && cancel.rate() >= CANCEL_TARGET_RATE;
    return table(
        List.of("Figure", "Target", "Measured", ""),
        List.of(
            List.of(
                "gateway, requests per CPU-second, nginx = 1.00",
                "at least 0.75",
                ratio(GatewayPart.SLIPWAY).show(),
                met(share >= GATEWAY_TARGET)),
            List.of(
                "cancel, 99th percentile",
                "under 10 ms at 2,000 requests/s",
                Stats.format("%.1f ms", tail) + " at " + thousands(cancel.rate()) + " requests/s",
                met(fast)),
            List.of("requests lost", "0", thousands(lost()), met(lost() == 0)),
            List.of(
                "requests on the candidate, sent after the answer",
                "0",
                thousands(cancel.strays()) + " of " + thousands(cancel.sentAfter()),
                met(cancel.strays() == 0))));
  }

  private String gatewayTable() {
    var rows = new ArrayList<List<String>>();
    double added50 = added(GatewayPart.NGINX, false).median();
    double added99 = added(GatewayPart.NGINX, true).median();
    gateway
        .figures()
        .forEach(
            (name, figures) ->
                rows.add(
                    List.of(
                        name,
                        ratio(name).show(),
                        figures
                            .perSecond()
                            .over(gateway.figures().get(GatewayPart.NGINX).perSecond())
                            .show(),
                        figures.busy().times(100).show("%.0f %%"),
                        added(name, false).times(1 / added50).show(),
                        added(name, true).times(1 / added99).show(),
                        thousands(figures.failed()))));
    return table(
        List.of(
            "nginx = 1.00",
            "requests per CPU-second",
            "requests a second",
            "its core busy",
            "added latency, p50",
            "added latency, p99",
            "failed"),
        rows);
  }

  private String cancelTable() {
    double write = cancel.write().median();
    return table(
            List.of("", "p50", "p99", "max", "p50 in durable writes"),
            List.of(
                times("cancel, from call to answer", cancel.call(), write),
                times("reference: GET /healthz", cancel.health(), write),
                times("reference: 4 KiB appended and fsync'ed", cancel.write(), write),
                times("predictions under this load", cancel.latency(), write)))
        + "\n\n"
        + table(
            List.of("", ""),
            List.of(
                List.of(
                    "answers that said CANCELED",
                    thousands(cancel.canceled()) + " of " + thousands(cancel.cancels())),
                List.of(
                    "requests sent, lost",
                    thousands(cancel.requests()) + ", " + thousands(cancel.lost())),
                List.of("requests on the candidate", thousands(cancel.onCandidate())),
                List.of(
                    "sent after an answer; of them on the candidate",
                    thousands(cancel.sentAfter()) + "; " + thousands(cancel.strays())),
                List.of(
                    "sent before an answer, arrived after it", thousands(cancel.arrivedAfter())),
                List.of(
                    "last arrival on the candidate, counted from the answer",
                    cancel.lastArrival().times(1e-6).show("%.1f ms"))));
  }

  private String startTable() {
    StartupPart.Figures plain = start.plain();
    StartupPart.Figures cached = start.cached();
    var rows = new ArrayList<List<String>>();
    rows.add(
        startRow(
            "/healthz answers",
            plain.healthSeconds(),
            cached == null ? null : cached.healthSeconds()));
    rows.add(
        startRow(
            "first prediction",
            plain.predictSeconds(),
            cached == null ? null : cached.predictSeconds()));
    rows.add(
        List.of(
            "resident memory, idle",
            cached == null ? NONE : cached.residentMiB().over(plain.residentMiB()).show(),
            NONE,
            NONE));
    rows.add(
        List.of(
            "processor time, idle, of one core",
            NONE,
            cached == null ? NONE : cached.idleCpu().times(100).show("%.1f %%"),
            plain.idleCpu().times(100).show("%.1f %%")));
    return table(
        List.of(
            "", "with the cache, without = 1.00", "with, bare JVM = 1", "without, bare JVM = 1"),
        rows);
  }

  private List<String> startRow(String name, Stats plain, Stats cached) {
    return List.of(
        name,
        cached == null ? NONE : cached.over(plain).show(),
        cached == null ? NONE : cached.over(start.bareSeconds()).show("%.1f"),
        plain.over(start.bareSeconds()).show("%.1f"));
  }

  Map<String, Object> figures() {
    var all = new LinkedHashMap<String, Object>();
    all.put("machine", machine.description());
    all.put("correct", isCorrect());
    gateway
        .figures()
        .forEach(
            (name, f) -> {
              all.put(name + ".requestsPerCpuSecond", f.perCpuSecond());
              all.put(name + ".requestsPerSecond", f.perSecond());
              all.put(name + ".busy", f.busy());
              all.put(name + ".failed", f.failed());
            });
    gateway
        .latencies()
        .forEach(
            (name, latency) -> {
              all.put(name + ".p50Nanos", latency.p50());
              all.put(name + ".p99Nanos", latency.p99());
            });
    all.put("cancel.rate", cancel.rate());
    all.put("cancel.sentRate", cancel.sentRate());
    all.put("cancel.cancels", cancel.cancels());
    all.put("cancel.canceled", cancel.canceled());
    all.put("cancel.p50Millis", cancel.call().percentile(50) / 1e6);
    all.put("cancel.p99Millis", cancel.call().percentile(99) / 1e6);
    all.put("cancel.maxMillis", cancel.call().max() / 1e6);
    all.put("cancel.requests", cancel.requests());
    all.put("cancel.lost", cancel.lost());
    all.put("cancel.onCandidate", cancel.onCandidate());
    all.put("cancel.sentAfter", cancel.sentAfter());
    all.put("cancel.strays", cancel.strays());
    all.put("cancel.arrivedAfter", cancel.arrivedAfter());
    all.put("cancel.lastArrivalMillis", cancel.lastArrival().times(1e-6));
    if (start.cached() != null) {
      putStart(all, "start.cached", start.cached());
    }
    putStart(all, "start.plain", start.plain());
    all.put("start.bareSeconds", start.bareSeconds());
    return all;
  }

  private static void putStart(Map<String, Object> all, String name, StartupPart.Figures figures) {
    all.put(name + ".healthSeconds", figures.healthSeconds());
    all.put(name + ".predictSeconds", figures.predictSeconds());
    all.put(name + ".residentMiB", figures.residentMiB());
    all.put(name + ".idleCpu", figures.idleCpu());
  }

  /// Requests of the real gateway, in both parts, that did not get their answer.
  private long lost() {
    return cancel.lost() + gateway.figures().get(GatewayPart.SLIPWAY).failed();
  }

  private Stats ratio(String name) {
    Map<String, GatewayPart.Figures> figures = gateway.figures();
    return figures.get(name).perCpuSecond().over(figures.get(GatewayPart.NGINX).perCpuSecond());
  }

  private Stats added(String name, boolean tail) {
    GatewayPart.Latency direct = gateway.latencies().get("direct");
    GatewayPart.Latency through = gateway.latencies().get(name);
    return tail ? through.p99().minus(direct.p99()) : through.p50().minus(direct.p50());
  }

  private static List<String> times(String name, Stats nanos, double unit) {
    return List.of(
        name,
        millis(nanos.percentile(50)),
        millis(nanos.percentile(99)),
        millis(nanos.max()),
        Stats.format("%.2f", nanos.percentile(50) / unit));
  }

  private static String millis(double nanos) {
    return Stats.format("%.2f ms", nanos / 1e6);
  }

  private static String thousands(long n) {
    return Stats.format("%,.0f", n);
  }

  private static String met(boolean met) {
    return met ? "met" : "**missed**";
  }

  private static String table(List<String> head, List<List<String>> rows) {
    var out =
        new StringBuilder("| " + String.join(" | ", head) + " |\n|" + "---|".repeat(head.size()));
    for (List<String> row : rows) {
      out.append("\n| ").append(String.join(" | ", row)).append(" |");
    }
    return out.toString();
  }
}
