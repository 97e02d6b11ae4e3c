package dev.slipway.cli;

import dev.slipway.cli.FakeServer.Answer;
import dev.slipway.cli.FakeServer.Request;
import dev.slipway.cli.demo.LocalServer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Just enough of a server for the demo: two deployments, a canary that goes on with every look at
/// it, and faults to order.
public final class FakeSlipway implements LocalServer {
  /// What may be wrong with it.
  public enum Fault {
    NONE,
    /// Traffic goes on to v2 after the cancel.
    NOT_FENCED,
    /// Some requests are lost.
    LOSES,
    /// The receipt counts too few requests.
    MISCOUNTS,
    /// A replica of v2 stays.
    LEAVES_REPLICAS,
    /// The receipt does not say how many requests came after the fence.
    NO_EVIDENCE,
    /// The promotion fails by itself.
    FAILS
  }

  private static final String MODEL = "/v1/models/m1";
  private static final String PRODUCTION = MODEL + "/environments/production";
  private static final int STEP_LOOKS = 3;

  private final FakeServer http = new FakeServer();
  private final Fault fault;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong toCandidate = new AtomicLong();
  private volatile String state = "";
  private volatile int looks;
  private volatile int percent;
  private final AtomicInteger pushed = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  public FakeSlipway(Fault fault) {
    this.fault = fault;
    http.on("GET /v1/models", "{\"models\":[]}")
        .on(
            "POST /v1/prepare_model_upload",
            "{\"upload\":{\"url\":\"/uploads/u\",\"method\":\"PUT\",\"archive_key\":\"k\",\"max_bytes\":100000}}")
        .on("PUT /uploads/u", "{}")
        .on("POST /v1/models", r -> created())
        .on("POST " + MODEL + "/deployments", r -> created())
        .on("GET " + MODEL + "/deployments/d1", "{\"name\":\"v1\",\"status\":\"ACTIVE\"}")
        .on("GET " + MODEL + "/deployments/d2", r -> candidate())
        .on("GET " + PRODUCTION, r -> look())
        .on("PATCH " + PRODUCTION, "{}")
        .on("POST " + PRODUCTION + "/promote", r -> promote())
        .on("POST " + PRODUCTION + "/cancel_promotion", r -> cancel())
        .on("GET " + PRODUCTION + "/promotions", "{\"promotions\":[{\"id\":\"p1\"}]}")
        .exactly("GET " + PRODUCTION + "/promotions/p1", r -> receipt())
        .on("POST /model/m1/environments/production/predict", this::predict);
  }

  public int timesClosed() {
    return closed.get();
  }

  public FakeServer http() {
    return http;
  }

  private Answer created() {
    int number = pushed.incrementAndGet();
    return Answer.ok(
        "{\"model\":{\"id\":\"m1\",\"name\":\"digits\"},\"deployment\":{\"id\":\"d"
            + number
            + "\"}}");
  }

  private Answer candidate() {
    boolean gone = state.equals("CANCELED") && fault != Fault.LEAVES_REPLICAS;
    return Answer.ok("{\"active_replica_count\":" + (gone ? 0 : 1) + "}");
  }

  private synchronized Answer promote() {
    state = "RELEASING";
    return Answer.ok("{\"id\":\"d2\"}");
  }

  private synchronized Answer look() {
    boolean running = state.equals("RELEASING") || state.equals("RAMPING_UP");
    if (running && ++looks % STEP_LOOKS == 0) {
      state = fault == Fault.FAILS ? "FAILED" : "RAMPING_UP";
      percent = fault == Fault.FAILS ? 0 : Math.min(100, percent + 10);
    }
    String promotion =
        running
            ? "{\"status\":\"" + state + "\",\"percent_traffic_to_new_version\":" + percent + "}"
            : "null";
    return Answer.ok(
        "{\"current_deployment\":{\"id\":\"d1\"},\"in_progress_promotion\":" + promotion + "}");
  }

  private synchronized Answer cancel() {
    state = "CANCELED";
    percent = fault == Fault.NOT_FENCED ? percent : 0;
    return Answer.ok("{\"status\":\"CANCELED\",\"message\":\"Taken back.\"}");
  }

  private synchronized Answer predict(Request request) {
    long n = requests.incrementAndGet();
    if (fault == Fault.LOSES && n % 50 == 0) {
      return new Answer(502, "{\"error\":\"Error making prediction\"}");
    }
    boolean candidate = n * percent / 100 != (n - 1) * percent / 100;
    if (candidate) {
      toCandidate.incrementAndGet();
    }
    return Answer.ok("{\"digit\":7,\"version\":\"" + (candidate ? "v2" : "v1") + "\"}");
  }

  private synchronized Answer receipt() {
    long counted = toCandidate.get() - (fault == Fault.MISCOUNTS ? 1000 : 0);
    String settled = fault == Fault.LEAVES_REPLICAS ? "null" : "\"2026-01-02T03:04:12Z\"";
    String afterFence = fault == Fault.NO_EVIDENCE ? "" : "\"after_fence\":0,";
    return Answer.ok(
        """
        {"promotion":{"id":"p1","model_id":"m1","environment":"production","kind":"canary",
          "status":"%s","previous_deployment_id":"d1","source_deployment_id":"d2",
          "candidate_deployment_id":"d2","started_at":"2026-01-02T03:04:05Z"},
         "timeline":[],
         "candidate_served":{"requests":%d,"errors":0,"lost":0,"p50_ms":1.5,"p99_ms":2.5,%s
          "interrupted":false},
         "started_at":"2026-01-02T03:04:05Z","ended_at":"2026-01-02T03:04:11Z",
         "settled_at":%s}\
        """
            .formatted(state, counted, afterFence, settled));
  }

  @Override
  public URI management() {
    return http.url();
  }

  @Override
  public URI inference() {
    return http.url();
  }

  @Override
  public String apiKey() {
    return FakeServer.KEY;
  }

  @Override
  public void close() {
    closed.incrementAndGet();
    http.close();
  }
}
