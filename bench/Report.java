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
  private static final double KEPT_BUSY = 0.8;
  private static final String PAGE =
      """
      # Benchmarks

      Written by `bench/run`. It measures everything below in one run on one machine, in turns (A B C A B C …), and prints
      the median, with the range over the rounds in brackets: that is the noise. Ratios within a run compare; figures of
      different runs or machines do not. To repeat it: install nginx, HAProxy and wrk (Debian: `nginx-light haproxy wrk`),
      leave the machine alone for twenty minutes, and say `bench/run`. `bench/run --smoke` takes about a minute, shows
      that everything works, and measures nothing well.

      Machine: %s.

      ## Targets

      %s

      Speed is reported here and asserted nowhere. `bench/run` fails where a request was lost, where one that was sent after
      a cancel's answer had been read reached the candidate, or where an answer was not CANCELED.

      ## Gateway

      %s

      %s

      The work: %d keep-alive connections, POST with a body of %d bytes, a JSON answer of %d bytes, 90 %% to one upstream
      and 10 %% to another. The upstreams are nginx answering from memory. Layout: %s.
      nginx has one worker, HAProxy one thread. Slipway is the real server in the first stage of a canary between
      two deployments; it also checks the API key, picks by exact share, holds a lease for each request and counts it.

      "Per CPU-second" is requests by the processor time of the proxy's process, all threads, garbage collection and
      compilation included: %d rounds of %d s, after %d s of the same load on each. "Added" latency
      is that of the same requests at %s a second, open loop, %d rounds of %s s, minus their latency straight to the upstream.

      ## Cancel

      %s

      %d promotions by canary, each canceled at a random moment from 10 %% on, while requests go on at %s a second, open
      loop (each is due at its time, whatever became of the others; its latency counts from then). Load, server, both models
      and the measurement share the machine's cores. A call's time is from writing it on a warm connection to having
      read all of its answer. The server commits twice and waits for its gateway's confirmation in between; it waits for the
      disk at the first commit (decision 0010), so no cancel can be faster than one durable write. The server is
      started as users start it, its warm-up included (decision 0017), and cancels %d times before the first one that counts.

      The candidate writes down when each request arrives, on the clock that the load uses. One that was sent before an answer and
      arrived after it had been handed over by the gateway; the candidate's process read it from its socket later.

      ## Start-up

      %s

      From the start of `./slipway serve`, which first looks whether anything must be built, on a data directory with one
      model in production, %d rounds. The first prediction includes the start of the model's process and its readiness probe.
      Memory and processor time are the server's process alone, after %d s without requests, over %d s; the warm-up (decision 0017) is over by then. A bare
      JVM is `java -version`.
      """;

  private static final String NONE = "–";

  private final Machine machine;
  private final Options options;
  private final GatewayPart.Result gateway;
  private final Cancels.Result cancel;
  private final StartupPart.Result start;

  Report(
      Machine machine,
      Options options,
      GatewayPart.Result gateway,
      Cancels.Result cancel,
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
        + String.join("\n\n", targets(), gatewayTable(), busyNote(), cancelTable(), startTable())
        + "\n";
  }

  String page() {
    return PAGE.formatted(
        machine.description(),
        targets(),
        gatewayTable(),
        busyNote(),
        Wrk.CONNECTIONS,
        Wrk.BODY.length(),
        Proxies.ANSWER.length(),
        machine.layout(),
        options.rounds(),
        options.seconds(),
        options.warmUpSeconds(),
        thousands(GatewayPart.LATENCY_RATE),
        options.latencyRounds(),
        Stats.format("%.0f", options.latencySeconds()),
        cancelTable(),
        cancel.cancels(),
        thousands(cancel.rate()),
        options.uncountedCancels(),
        startTable(),
        options.startRounds(),
        options.settleSeconds(),
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

  /// A proxy that is not kept busy shares the machine with other work, or has a load that is too
  /// weak: either way its figures are worse than they could be.
  private String busyNote() {
    double busy = gateway.figures().get(GatewayPart.NGINX).busy().median();
    return busy >= KEPT_BUSY
        ? "The load kept nginx's core busy, as it should."
        : Stats.format("**Read with care:** nginx's core was only %.0f %% busy,", 100 * busy)
            + " so the machine did other work during this run.";
  }

  private String cancelTable() {
    Stats write = cancel.write();
    return table(
            List.of("", "p50", "p99", "max", "p50, durable write = 1", "p99, durable write = 1"),
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

  private static List<String> times(String name, Stats nanos, Stats unit) {
    return List.of(
        name,
        millis(nanos.percentile(50)),
        millis(nanos.percentile(99)),
        millis(nanos.max()),
        Stats.format("%.1f", nanos.percentile(50) / unit.percentile(50)),
        Stats.format("%.1f", nanos.percentile(99) / unit.percentile(99)));
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
