package dev.slipway.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.FakeSlipway;
import dev.slipway.cli.Run;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The demo against a server that keeps the promises, and against ones that break each of them.
/// Time runs twenty times as fast.
class DemoTest {
  private static final int FASTER = 20;

  @TempDir private Path examples = Path.of("");
  private final AtomicReference<Path> data = new AtomicReference<>(Path.of(""));

  @BeforeEach
  void twoVersions() throws IOException {
    for (String version : new String[] {"v1", "v2"}) {
      Path directory = Files.createDirectories(examples.resolve("digits").resolve(version));
      Files.writeString(directory.resolve("config.yaml"), "model_name: digits\n");
    }
    Files.writeString(
        examples.resolve("digits").resolve("requests.jsonl"),
        "{\"label\":7,\"request\":{\"image\":[1]}}\n{\"label\":8,\"request\":{\"image\":[2]}}\n");
  }

  private Run.Result demo(FakeSlipway slipway, String... more) {
    var out = new StringWriter();
    var err = new StringWriter();
    long start = System.nanoTime();
    Instant begin = Instant.parse("2026-01-02T03:04:05Z");
    var timing =
        new Host.Timing(
            () -> begin.plusNanos((System.nanoTime() - start) * FASTER),
            () -> start + (System.nanoTime() - start) * FASTER,
            length -> {
              if (length.isPositive()) {
                Thread.sleep(Duration.ofNanos(length.toNanos() / FASTER));
              }
            });
    var screen =
        new Host.Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, true);
    var host = new Host(Map.of(), new ByteArrayInputStream(new byte[0]), screen, timing);
    var args = new String[more.length + 5];
    args[0] = "demo";
    args[1] = "--examples";
    args[2] = examples.toString();
    args[3] = "--rate";
    args[4] = "20";
    System.arraycopy(more, 0, args, 5, more.length);
    int code =
        Run.line(
                host,
                directory -> {
                  assertThat(directory).isDirectory();
                  data.set(directory);
                  return slipway;
                })
            .execute(args);
    return new Run.Result(code, out.toString(), err.toString());
  }

  @Test
  void everyClaimIsCheckedAndHolds() {
    var slipway = new FakeSlipway(FakeSlipway.Fault.NONE);
    Run.Result result = demo(slipway);
    assertThat(result.code()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .contains("CANCELED in", "RAMPING_UP", "All of it held.")
        .doesNotContain("[FAILED]", "\u001b", "✓");
    assertThat(result.out().lines().filter(l -> l.contains("[ok] ")).count())
        .isEqualTo(8); // v1 is ACTIVE, then seven claims
    assertThat(slipway.timesClosed()).isEqualTo(1);
    assertThat(data.get()).doesNotExist();
  }

  @Test
  void itIsToldWithinAPage() {
    String out = demo(new FakeSlipway(FakeSlipway.Fault.NONE)).out();
    long narration = out.lines().filter(l -> !l.isBlank() && !l.matches(" *\\d+ s  .*")).count();
    assertThat(narration).isLessThanOrEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FENCED, 'Fenced: of what was sent after the cancel''s answer, v2 answered some'",
    "LOSES, Nothing lost",
    "MISCOUNTS, The receipt agrees",
    "LEAVES_REPLICAS, 'No leftovers: v2 has 1 replicas'"
  })
  void aBrokenPromiseIsSeen(FakeSlipway.Fault fault, String claim) {
    Run.Result result = demo(new FakeSlipway(fault));
    assertThat(result.code()).as(result.out()).isEqualTo(1);
    assertThat(result.out()).contains("[FAILED] " + claim, "Not all of it held.");
  }

  @Test
  void aReceiptWithoutEvidenceIsNoEvidence() {
    Run.Result result = demo(new FakeSlipway(FakeSlipway.Fault.NO_EVIDENCE));
    assertThat(result.code()).isEqualTo(Exit.SERVER_ERROR);
    assertThat(result.err()).contains("The server's answer has no candidate_served.after_fence.");
    assertThat(result.out()).doesNotContain("after the fence", "All of it held.");
  }

  @Test
  void aPromotionThatFailsEndsTheDemo() {
    var slipway = new FakeSlipway(FakeSlipway.Fault.FAILS);
    Run.Result result = demo(slipway);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("The promotion did not reach 50 %: FAILED");
    assertThat(slipway.timesClosed()).isEqualTo(1);
  }

  @Test
  void jsonIsOneDocumentOnStandardOutput() {
    Run.Result result = demo(new FakeSlipway(FakeSlipway.Fault.LOSES), "--json");
    JsonNode json = WireJson.parse(result.out());
    assertThat(json.required("ok").booleanValue()).isFalse();
    assertThat(json.path("checks")).hasSize(7);
    JsonNode requests = json.path("requests");
    assertThat(requests.required("lost").longValue()).isPositive();
    assertThat(requests.required("stable").longValue() + requests.required("candidate").longValue())
        .isEqualTo(requests.required("answered").longValue());
    assertThat(requests.required("stable_percent_right").doubleValue()).isBetween(40.0, 60.0);
    assertThat(json.path("cancel").required("status").stringValue()).isEqualTo("CANCELED");
  }

  @Test
  void theCancelIsCalledAtTheWeightThatWasAskedFor() {
    var slipway = new FakeSlipway(FakeSlipway.Fault.NONE);
    assertThat(demo(slipway, "--cancel-at", "20", "--ramp", "5").code()).isZero();
    assertThat(
            WireJson.parse(
                slipway.http().request("PATCH /v1/models/m1/environments/production").body()))
        .isEqualTo(
            WireJson.parse(
                """
                {"promotion_settings":{"ramp_up_while_promoting":true,
                 "ramp_up_duration_seconds":5}}\
                """));
    String reason =
        slipway
            .http()
            .request("POST /v1/models/m1/environments/production/cancel_promotion")
            .query("reason");
    assertThat(reason).contains("demo");
  }

  @Test
  void aDataDirectoryThatWasNamedIsLeft(@TempDir Path mine) {
    Path directory = mine.resolve("data");
    demo(new FakeSlipway(FakeSlipway.Fault.NONE), "--data", directory.toString());
    assertThat(data.get()).isEqualTo(directory).exists();
  }

  @ParameterizedTest
  @CsvSource({"--ramp,0", "--cancel-at,0", "--cancel-at,101", "--rate,0", "--rate,x"})
  void numbersOutOfRangeAreWrongUsage(String option, String value) {
    assertThat(demo(new FakeSlipway(FakeSlipway.Fault.NONE), option, value).code()).isEqualTo(2);
  }
}
