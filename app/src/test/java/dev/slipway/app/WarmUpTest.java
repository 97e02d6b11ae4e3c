package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.ServerSettings.Address;
import dev.slipway.app.warmup.WarmUp;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.host.Failure;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.testkit.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
  private static final long MIB = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path temp = Path.of("");

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void closeEventLoops() {
    vertx.close().await();
  }

  @Test
  void cancelsInARampAndLeavesNothing() throws Exception {
    assertThat(warmUp("warm-up", 3, Duration.ZERO).cancelAll()).isEqualTo(3);
    assertThat(left()).isEmpty();
  }

  @Test
  void closedBeforeItBeginsItLeavesNothing() throws Exception {
    warmUp("warm-up", 1, LONG).start().close();
    assertThat(left()).isEmpty();
  }

  @Test
  void closedInTheMiddleItLeavesNothing() throws Exception {
    var running = warmUp("warm-up", WarmUp.MAX, Duration.ZERO).start();
    Path database = temp.resolve("warm-up/slipway.db");
    Await.until("it has begun", () -> Files.exists(database));
    running.close();
    assertThat(left()).isEmpty();
  }

  @Test
  void removesWhatAKilledOneLeft() throws Exception {
    Path killed = Files.createDirectories(temp.resolve("warm-up/logs"));
    Files.writeString(killed.resolve("a.log"), "left");
    warmUp("warm-up", 0, LONG).start().close();
    assertThat(left()).isEmpty();
  }

  @Test
  void removesWhatOneOfAnEarlierVersionLeft() throws Exception {
    Path killed = Files.createDirectories(temp.resolve("rehearsal/logs"));
    Files.writeString(killed.resolve("a.log"), "left");
    warmUp("warm-up", 0, LONG).start().close();
    assertThat(left()).isEmpty();
  }

  /// What the ballast gave back is for a cancel.
  @Test
  void onADiskThatIsLowNothingIsWritten() throws Exception {
    var asked = new AtomicInteger();
    var started = new AtomicBoolean();
    Disk low =
        () -> {
          asked.incrementAndGet();
          return new DiskSpace("/data", "/", 260 * MIB, 100_000 * MIB);
        };
    var warmUp =
        new WarmUp(
            temp.resolve("warm-up"),
            1,
            Duration.ZERO,
            low,
            _ -> {
              started.set(true);
              throw new IOException("no server here");
            });
    warmUp.start();
    Await.until("it has looked at the disk", () -> asked.get() > 0);
    warmUp.close();
    assertThat(started).isFalse();
    assertThat(left()).isEmpty();
  }

  @Test
  void whereTheDiskFillsUpItEndsAndLeavesNothing() throws Exception {
    Disk filling = () -> new DiskSpace("/data", "/", 0, 100_000 * MIB);
    var warmUp =
        new WarmUp(
            temp.resolve("warm-up"),
            5,
            Duration.ZERO,
            filling,
            own -> WarmUpServer.startSecond(own, vertx));
    assertThat(warmUp.cancelAll()).isEqualTo(1);
    assertThat(left()).isEmpty();
  }

  @Test
  void whereItCannotBeHeldNothingElseIsTroubled() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no directory");
    assertThatThrownBy(() -> warmUp("file/warm-up", 1, Duration.ZERO).cancelAll())
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(StartFailure.class);
    warmUp("file/warm-up", 1, Duration.ZERO).start().close();
    assertThat(left()).containsExactly(file);
  }

  @Test
  void theRealServerKnowsNothingOfIt() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), Address.free());
    try (var server = Server.start(options);
        var client =
            ManagementClient.connect(server.management(), server.apiKey(), System::nanoTime)) {
      Path directory = options.data().resolve(WarmUp.DIRECTORY);
      assertThat(warmUp(directory, 2, Duration.ZERO, server.vertx()).cancelAll()).isEqualTo(2);
      assertThat(directory).doesNotExist();
      assertThat(client.models()).isEmpty();
      assertThat(client.api().get("/metrics").body())
          .contains("slipway_async_failures_total")
          .doesNotContain("slipway_promotions");
    }
  }

  /// The inference port 0, as the demo takes it where the usual ports are busy.
  @Test
  void itsServerSharesNoPortWithTheRealOne() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), Address.free());
    try (var real = Server.start(options);
        var second = WarmUpServer.startSecond(temp.resolve("second"), real.vertx())) {
      assertThat(
              List.of(
                  real.management().getPort(),
                  real.inference().getPort(),
                  second.management().getPort(),
                  second.inference().getPort()))
          .doesNotHaveDuplicates();
      // The key is known, the model is not: 401 would be the other server's answer.
      for (int i = 0; i < 20; i++) {
        try (var another = new Manager(real.inference(), real.apiKey())) {
          assertThat(another.post("/model/none/production/predict", "{}").status()).isEqualTo(404);
        }
      }
    }
  }

  @Test
  void aPortThatTheRealServerHasIsRefusedToAnother() throws Exception {
    try (var real = Server.start(ServerSettings.at(temp.resolve("data"), Address.free()))) {
      for (var address :
          List.of(
              new Address("127.0.0.1", 0, real.inference().getPort()),
              new Address("127.0.0.1", real.management().getPort(), 0),
              new Address("127.0.0.1", real.inference().getPort(), 0))) {
        var settings = ServerSettings.at(temp.resolve("second"), address);
        var parts =
            new ServerParts(
                real.vertx(),
                Server.PARTS.runtime(),
                Server.PARTS.routes(),
                Server.PARTS.disk(),
                Server.PARTS.log());
        assertThatThrownBy(() -> Server.start(settings, parts))
            .isInstanceOf(StartFailure.class)
            .hasMessageContaining("expected: a free port");
      }
    }
  }

  @Test
  void howManyHasALimit() {
    WarmUp.check(0);
    WarmUp.check(WarmUp.MAX);
    for (int wrong : List.of(-1, WarmUp.MAX + 1)) {
      assertThatThrownBy(() -> WarmUp.check(wrong))
          .isInstanceOf(Failure.class)
          .hasMessage("--rehearsals: %d (expected: 0 to 1000)", wrong);
    }
  }

  private WarmUp warmUp(String name, int cancels, Duration delay) {
    return warmUp(temp.resolve(name), cancels, delay, vertx);
  }

  private static WarmUp warmUp(Path data, int cancels, Duration delay, Vertx vertx) {
    return new WarmUp(
        data, cancels, delay, Disk.UNWATCHED, own -> WarmUpServer.startSecond(own, vertx));
  }

  private List<Path> left() throws IOException {
    try (var paths = Files.list(temp)) {
      return paths.toList();
    }
  }
}
