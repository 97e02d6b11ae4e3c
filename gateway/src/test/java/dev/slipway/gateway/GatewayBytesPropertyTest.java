package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.environment.Split;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Random answers, right and wrong: no caller ever gets a byte that was made for another, and one
/// whose own answer is right gets it, whatever the model did to those before.
///
/// Each request has a token, and the model sends nothing without the token of the request that it
/// is about. What it sends behind an answer comes with the answer, or before the next request is
/// written: bytes that come while the next request is under way are that request's answer in
/// HTTP/1.1, and nothing can tell them apart.
class GatewayBytesPropertyTest {
  private static final Pattern TOKEN = Pattern.compile("token-\\d+");
  private static final int CALLERS = 4;
  private static final int CALLS = 40;

  private final AtomicInteger tokens = new AtomicInteger();
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private final Semaphore said = new Semaphore(0);

  /// What the model sends.
  ///
  /// @param right whether `answer` is a right one, with `body`
  /// @param late sent a little later than the answer
  /// @param goesOn whether the connection stays open
  private record Plan(String answer, boolean right, String body, String late, boolean goesOn) {}

  private Plan plan(Random random, String token, boolean mayBeLate) {
    var body = "body of " + token + "x".repeat(random.nextInt(4) * random.nextInt(6_000));
    var sized = "HTTP/1.1 200 OK\r\nX-Token: " + token + "\r\nContent-Length: ";
    var plain = sized + body.length() + "\r\n\r\n" + body;
    var chunked =
        "HTTP/1.1 200 OK\r\nX-Token: "
            + token
            + "\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\n\r\n";
    var interim = "HTTP/1.1 10" + (2 + random.nextInt(3)) + " Soon\r\nX-Token: " + token;
    var extra = extra(random, token, plain);
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> right(plain, body, "");
      case 3 -> right(chunked, body, "");
      case 4 -> right(interim + "\r\n\r\n" + plain, body, "");
      case 5 -> right(plain, body, mayBeLate ? extra : "");
      case 6 -> right(plain + extra, body, "");
      case 7 -> right(chunked + extra, body, "");
      case 8 -> right(sized + 7 + "\r\n\r\n" + body, "body of", "");
      case 9 -> wrong("HTTP/1.1 204 None\r\nContent-Length: 4\r\n\r\n" + extra, true);
      case 10 -> wrong("HTTP/1.1 304 Same\r\n" + plain.substring(17) + extra, true);
      case 11 -> wrong(interim + "\r\nContent-Length: 9\r\n\r\n" + extra, false);
      case 12 -> wrong(sized + (body.length() + 9) + "\r\n\r\n" + body, false);
      case 13 -> wrong("HTTP/1.1 200 OK\r\n\r\n" + body, false);
      case 14 -> wrong(extra, false);
      default -> wrong(changed(random, random.nextBoolean() ? plain : chunked), false);
    };
  }

  private static Plan right(String answer, String body, String late) {
    return new Plan(answer, true, body, late, true);
  }

  private static Plan wrong(String answer, boolean goesOn) {
    return new Plan(answer, false, "", "", goesOn);
  }

  private static String extra(Random random, String token, String plain) {
    return switch (random.nextInt(5)) {
      case 0 -> "\r\n";
      case 1 -> "} " + token + "\r\n\r\n";
      case 2 -> plain;
      case 3 -> plain + plain;
      default -> "5\r\n" + token + "\r\n0\r\n\r\n";
    };
  }

  private static String changed(Random random, String answer) {
    var text = new StringBuilder(answer);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(Math.min(text.length(), 120));
      char other = (char) (' ' + random.nextInt(95));
      // Another token would be no leak but our own forgery: none of its digits is changed, and none
      // is put behind them.
      boolean lengthens =
          Character.isDigit(other) && at > 0 && Character.isDigit(text.charAt(at - 1));
      if (!Character.isDigit(text.charAt(at)) && !lengthens) {
        text.setCharAt(at, other);
      }
    }
    return text.toString();
  }

  private boolean answer(WireModel.Received request, WireModel.Line line)
      throws IOException, InterruptedException {
    var matcher = TOKEN.matcher(request.target());
    if (!matcher.find()) {
      throw new IllegalStateException(request.target() + " (expected: a token)");
    }
    var plan = plans.get(matcher.group());
    if (plan == null) {
      throw new IllegalStateException(request.target() + " (expected: one of this test's)");
    }
    try {
      line.sendRaw(plan.answer());
      if (!plan.late().isEmpty()) {
        line.sendRaw(plan.late());
      }
      return plan.goesOn();
    } finally {
      said.release();
    }
  }

  @Property(tries = 12)
  void noCallerGetsBytesOfAnother(@ForAll long seed, @ForAll @IntRange(max = 1) int ring)
      throws InterruptedException, ExecutionException {
    var transport =
        ring == 1 && Transport.IO_URING != null && Transport.IO_URING.available()
            ? Transport.IO_URING
            : Transport.nativeTransport();
    var settings = new TestSettings().lanes(1);
    try (var rig = new Rig(settings, InstantSource.system(), transport);
        var model = new WireModel(this::answer)) {
      rig.with(Rig.target("d1", model.endpoint("r1"))).production(new Split.Whole("d1")).apply();
      var random = new Random(seed);
      for (int i = 0; i < CALLS; i++) {
        call(rig, random, true);
      }
      try (var callers = Executors.newFixedThreadPool(CALLERS)) {
        var calling =
            IntStream.range(0, CALLERS)
                .<Future<?>>mapToObj(n -> callers.submit(() -> together(rig, seed + n)))
                .toList();
        for (var one : calling) {
          one.get();
        }
      }
    }
  }

  private Boolean together(Rig rig, long seed) throws InterruptedException {
    var random = new Random(seed);
    for (int i = 0; i < CALLS; i++) {
      call(rig, random, false);
    }
    return true;
  }

  private void call(Rig rig, Random random, boolean alone) throws InterruptedException {
    var token = "token-" + tokens.incrementAndGet();
    boolean head = random.nextInt(6) == 0;
    var plan = plan(random, token, alone);
    plans.put(token, plan);
    said.drainPermits();
    var request =
        rig.to("/production/sync/" + token)
            .method(
                head ? "HEAD" : "POST",
                head ? BodyPublishers.noBody() : BodyPublishers.ofString("of " + token));
    try {
      check(
          token, head, plan, rig.http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      assertThat(plan.right()).as("%s: %s", plan, e).isFalse();
    }
    if (alone) {
      // The model has said all that it has to say before the next request is made.
      assertThat(said.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void check(String token, boolean head, Plan plan, HttpResponse<String> answer) {
    var all = answer.headers().map() + answer.body();
    assertThat(TOKEN.matcher(all).results().map(found -> found.group()).distinct())
        .as("what came of %s", plan)
        .isSubsetOf(token);
    if (plan.right()) {
      assertThat(answer.statusCode()).as("the status of %s", plan).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(head ? "" : plan.body());
    }
  }
}
