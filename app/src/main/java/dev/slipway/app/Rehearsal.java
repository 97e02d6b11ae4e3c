package dev.slipway.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.slipway.cli.Exit;
import dev.slipway.cli.Failure;
import dev.slipway.engine.StoreException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/// A new server's cancels before its first one. What never ran is interpreted by the JVM, and the
/// first cancels of a server would take several times as long as later ones, just where a cancel is
/// rare and urgent. So a second server of the same process, with a store, a gateway and ports of
/// its own but without replicas, promotes and cancels until that code is compiled. It shares event
/// loops with the real one and nothing else, logs nothing of what it does, and is gone when it is
/// done.
final class Rehearsal implements AutoCloseable {
  /// Its directory in that of the server.
  static final String DIRECTORY = "rehearsal";

  /// The most cancels that can be asked for.
  static final int MAX = 1_000;

  /// Cancels, where nothing else is asked for (docs/decisions/0017).
  static final int DEFAULT = 200;

  /// After the server was ready: its own start, and that of its models, come first.
  private static final Duration DELAY = Duration.ofSeconds(3);

  /// Between two cancels, so that requests come in between.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

  private final Path data;
  private final int cancels;
  private final Duration delay;
  private final Vertx vertx;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable HttpClient client;

  Rehearsal(Path data, int cancels, Duration delay, Vertx vertx) {
    this.data = data;
    this.cancels = cancels;
    this.delay = delay;
    this.vertx = vertx;
    this.thread = Thread.ofPlatform().daemon().name("slipway-rehearsal").unstarted(this::run);
  }

  /// @throws Failure wrong usage
  static void check(int cancels) {
    if (cancels < 0 || cancels > MAX) {
      throw new Failure(Exit.USAGE, "--rehearsals: %d (expected: 0 to %d)".formatted(cancels, MAX));
    }
  }

  /// Begins in the background.
  ///
  /// @param data directory of its own, which is emptied before and removed after
  /// @param cancels 0 to [#MAX]
  /// @param vertx event loops, which are open for as long as this is
  static Rehearsal start(Path data, int cancels, Vertx vertx) {
    return new Rehearsal(data, cancels, DELAY, vertx).start();
  }

  Rehearsal start() {
    thread.start();
    return this;
  }

  /// Ends it, at the next call, and removes what it left.
  @Override
  public void close() {
    ended.countDown();
    var asking = client;
    if (asking != null) {
      asking.shutdownNow();
    }
    try {
      thread.join(END_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Trees.delete(data); // of one that was killed
      if (cancels > 0 && !endedWithin(delay)) {
        rehearse();
      }
    } catch (IOException
        | UncheckedIOException
        | StoreException
        | StartFailure
        | IllegalArgumentException
        | IllegalStateException e) {
      log.atDebug().setCause(e).log("no rehearsal: the first cancels will take a little longer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return cancels that went as real ones do: in a ramp, and answered CANCELED
  int rehearse() throws IOException, InterruptedException {
    var options =
        new ServerSettings(data, ServerSettings.HOST, 0, 0, false, ServerSettings.STOP_GRACE);
    var outfit =
        new Outfit(
            vertx,
            _ -> new EmptyStage(InstantSource.system()),
            UnaryOperator.identity(),
            NOPLogger.NOP_LOGGER);
    int done = 0;
    try (var server = Server.start(options, outfit);
        var asking = HttpClient.newHttpClient()) {
      client = asking;
      var ramps = endedWithin(Duration.ZERO) ? null : Ramps.open(new Asking(asking, server));
      while (ramps != null && done < cancels && ramps.once(0)) {
        done++;
        if (endedWithin(PAUSE)) {
          break;
        }
      }
    } finally {
      Trees.delete(data);
    }
    giveMemoryBack();
    return done;
  }

  /// What was needed for this is not needed again: the heap shrinks to what the server lives on.
  /// Only where that is done beside the requests; no other collector does.
  private static void giveMemoryBack() {
    var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (vm != null && isOn(vm, "UseG1GC") && isOn(vm, "ExplicitGCInvokesConcurrent")) {
      System.gc();
    }
  }

  private static boolean isOn(HotSpotDiagnosticMXBean vm, String flag) {
    return Boolean.parseBoolean(vm.getVMOption(flag).getValue());
  }

  private boolean endedWithin(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
