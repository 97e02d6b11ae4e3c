package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Exit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logs page by page, and followed while they grow.
class LogTest {
  private static final long NOW = 1_767_323_045_000L; // the clock of Run, epoch milliseconds

  record Line(long nanos, String replica, String message) {}

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);
  private final List<Line> log = new CopyOnWriteArrayList<>();
  private volatile String status = "ACTIVE";

  @BeforeEach
  void aDeployment() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m\",\"name\":\"m\"}]}")
        .on("GET /v1/models/m/deployments", "{\"deployments\":[{\"id\":\"d\",\"name\":\"d\"}]}")
        .on(
            "GET /v1/models/m/deployments/d",
            r -> FakeServer.Answer.ok("{\"status\":\"" + status + "\"}"))
        .on("GET /v1/models/m/deployments/d/logs", this::page);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// As the published API: inclusive bounds in milliseconds, at most `limit` lines.
  private FakeServer.Answer page(FakeServer.Request r) {
    long from = Long.parseLong(r.query("start_epoch_millis"));
    long to = Long.parseLong(r.query("end_epoch_millis"));
    int limit = Integer.parseInt(r.query("limit"));
    Comparator<Line> order = Comparator.comparingLong(Line::nanos);
    String lines =
        log.stream()
            .filter(l -> l.nanos() / 1_000_000 >= from && l.nanos() / 1_000_000 <= to)
            .sorted(r.query("direction").equals("desc") ? order.reversed() : order)
            .limit(limit)
            .map(l ->
                "{\"timestamp\":\"%d\",\"message\":\"%s\",\"replica\":\"%s\",\"level\":\"INFO\"}"
                    .formatted(l.nanos(), l.message(), l.replica()))
            .collect(Collectors.joining(","));
    return FakeServer.Answer.ok("{\"logs\":[" + lines + "]}");
  }

  private void write(long millis, String message) {
    log.add(new Line(millis * 1_000_000, "r1", message));
  }

  private static List<String> messages(Run.Result result) {
    return result.out().lines().map(l -> l.replaceAll(".* ", "")).toList();
  }

  private static List<String> numbered(long from, long to) {
    return LongStream.range(from, to).mapToObj(i -> "m" + i).toList();
  }

  @Test
  void theNewestLinesComeOldestFirst() {
    for (long i = 0; i < 2500; i++) {
      write(NOW - 2500 + i, "m" + i);
    }
    assertThat(messages(run.run("logs", "m", "d", "--limit", "3"))).isEqualTo(numbered(2497, 2500));
    assertThat(messages(run.run("logs", "m", "d", "--limit", "2200")))
        .isEqualTo(numbered(300, 2500));
    assertThat(messages(run.run("logs", "m", "d", "--since", "1s", "--limit", "5000")))
        .isEqualTo(numbered(1500, 2500));
  }

  @Test
  void linesOfOneMomentAcrossAPageBreakAreNeitherLostNorRepeated() {
    for (long i = 0; i < 2500; i++) {
      log.add(new Line((NOW - 10 + i / 900) * 1_000_000, "r1", "m" + i));
    }
    var all = messages(run.run("logs", "m", "d", "--limit", "5000"));
    assertThat(all).containsExactlyInAnyOrderElementsOf(numbered(0, 2500));
  }

  @Test
  void aTailPrintsEachLineOnceAlsoBurstsAndLateOnes() {
    for (long i = 0; i < 1500; i++) {
      write(NOW - 1500 + i, "m" + i);
    }
    var turns = new int[1];
    run.onPause(() -> {
      turns[0]++;
      switch (turns[0]) {
        case 1 -> LongStream.range(1500, 4000).forEach(i -> write(NOW + i / 100, "m" + i));
        case 2 -> log.add(new Line((NOW - 2000) * 1_000_000, "r2", "m4000"));
        case 3 -> log.add(new Line((NOW + 39) * 1_000_000, "r2", "m4001"));
        default -> status = "INACTIVE";
      }
    });
    var result = run.run("logs", "m", "d", "--tail");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(messages(result)).containsExactlyInAnyOrderElementsOf(numbered(0, 4002));
  }

  @Test
  void aTailOutlivesARestartOfTheServer() {
    write(NOW - 5, "m0");
    run.onPause(() -> {
      if (!log.isEmpty() && log.size() < 3) {
        server.refuse(log.size() == 1);
        write(NOW + log.size(), "m" + log.size());
      } else {
        server.refuse(false);
        status = "INACTIVE";
      }
    });
    var result = run.run("logs", "m", "d", "--tail");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(messages(result)).isEqualTo(numbered(0, 3));
  }

  @Test
  void aTailEndsWhenTheServerStaysAway() {
    write(NOW - 5, "m0");
    run.onPause(() -> server.refuse(true));
    var result = run.run("logs", "m", "d", "--tail");
    assertThat(result.code()).isEqualTo(Exit.NO_CONNECTION);
    assertThat(messages(result)).isEqualTo(numbered(0, 1));
  }

  @Test
  void whatADeploymentWritesAtItsEndIsPrinted() {
    write(NOW - 5, "m0");
    run.onPause(() -> {
      status = "DEPLOY_FAILED";
      if (log.size() < 2) {
        write(NOW + 500, "m1");
      }
    });
    assertThat(messages(run.run("logs", "m", "d", "--tail"))).isEqualTo(numbered(0, 2));
  }

  @Test
  void moreLinesInAMillisecondThanAPageHoldsIsSaidAndNotPassedOver() {
    for (long i = 0; i < 1200; i++) {
      log.add(new Line(NOW * 1_000_000 + i, "r1", "m" + i));
    }
    for (String mode : List.of("--tail", "--limit=5000")) {
      var result = run.run("logs", "m", "d", mode);
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("in one millisecond");
    }
  }

  @Test
  void aLevelIsAskedOfTheServerAndJsonIsALineALine() {
    write(NOW - 5, "m0");
    var result = run.run("logs", "m", "d", "--level", "warning", "--json");
    assertThat(server.request("GET /v1/models/m/deployments/d/logs").query("min_level"))
        .isEqualTo("WARNING");
    assertThat(WireJson.parse(result.out()).required("message").stringValue()).isEqualTo("m0");
  }
}
