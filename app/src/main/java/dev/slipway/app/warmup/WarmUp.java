package dev.slipway.app.warmup;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warm-up of the cancel path: promotions that are started and canceled in a second server of the
/// same process until the JIT compiler has compiled what a cancel runs (docs/decisions/0017).
///
/// The JVM interprets code that never ran, so the first cancels of a server would take several
/// times as long as later ones, and a cancel is rare and urgent. The second server has a store, a
/// gateway and ports of its own, but an [InstantRuntime] instead of processes. It logs nothing of
/// what it does, and its data directory is removed at the end.
public final class WarmUp implements AutoCloseable {
  /// Its directory in the data directory of the real server.
  public static final String DIRECTORY = "warm-up";

  /// What earlier versions called it.
  private static final String OLD_DIRECTORY = "rehearsal";

  /// More than a warm-up ever wrote. With less above the low-water mark there is none: the room is
  /// for what must be stored.
  static final long ROOM_BYTES = 32L * 1024 * 1024;

  /// The most cancels that `--rehearsals` accepts.
  public static final int MAX = 1_000;

  /// Cancels where `--rehearsals` is not given.
  public static final int DEFAULT = 200;

  /// The pause before the first cancel: the start of the real server and of its models comes first.
  public static final Duration DELAY = Duration.ofSeconds(3);

  /// The pause between two cancels, in which the real server's requests get the processor.
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration END_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  private final Path data;
  private final int cancels;
  private final Duration delay;
  private final Disk disk;
  private final LocalServer.Starter starter;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable ManagementClient client;

  /// @param data its own directory, which is emptied before and removed after
  /// @param cancels 0 to [#MAX]
  /// @param delay the pause before the first cancel
  /// @param disk that its directory is on
  /// @param starter starts the second server
  public WarmUp(Path data, int cancels, Duration delay, Disk disk, LocalServer.Starter starter) {
    this.data = data;
    this.cancels = cancels;
    this.delay = delay;
    this.disk = disk;
    this.starter = starter;
    this.thread = Thread.ofPlatform().daemon().name("slipway-warm-up").unstarted(this::run);
  }

  /// @throws Failure wrong usage
  public static void check(int cancels) {
    if (cancels < 0 || cancels > MAX) {
      throw new Failure(Exit.USAGE, "--rehearsals: %d (expected: 0 to %d)".formatted(cancels, MAX));
    }
  }

  /// Starts it in the background.
  public WarmUp start() {
    thread.start();
    return this;
  }

  /// Breaks off the call that is under way, waits for the end, and removes what is left.
  @Override
  public void close() {
    ended.countDown();
    var calling = client;
    if (calling != null) {
      calling.close();
    }
    try {
      thread.join(END_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      FileTrees.delete(data); // of a server that was killed
      FileTrees.delete(data.resolveSibling(OLD_DIRECTORY));
      if (cancels > 0 && !endedWithin(delay) && hasRoom()) {
        cancelAll();
      }
    } catch (IOException
        | UncheckedIOException
        | StoreException
        | Failure
        | IllegalArgumentException
        | IllegalStateException e) {
      LOG.atDebug()
          .setCause(e)
          .log("the warm-up failed; the first cancels will take a few milliseconds longer");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Runs the warm-up on the calling thread.
  ///
  /// @return cancels that went as real ones do: in a ramp, and answered CANCELED
  public int cancelAll() throws IOException, InterruptedException {
    int done = 0;
    try (var server = starter.start(data);
        var calling = WarmUpCancels.client(server)) {
      client = calling;
      var promotions = endedWithin(Duration.ZERO) ? null : WarmUpCancels.open(calling);
      while (promotions != null && done < cancels && promotions.once()) {
        done++;
        if (endedWithin(PAUSE) || !hasRoom()) {
          break;
        }
      }
    } finally {
      FileTrees.delete(data);
    }
    giveMemoryBack();
    return done;
  }

  /// Collects the garbage of the warm-up, so that the heap shrinks to what the server lives on.
  /// Only where that runs beside the requests, which no collector but G1 does.
  private static void giveMemoryBack() {
    var vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (vm != null && isOn(vm, "UseG1GC") && isOn(vm, "ExplicitGCInvokesConcurrent")) {
      System.gc();
    }
  }

  private static boolean isOn(HotSpotDiagnosticMXBean vm, String flag) {
    return Boolean.parseBoolean(vm.getVMOption(flag).getValue());
  }

  private boolean hasRoom() {
    DiskSpace space = disk.space();
    if (space.freeBytes() - ROOM_BYTES >= space.lowWater()) {
      return true;
    }
    LOG.atInfo()
        .addKeyValue("disk", space.where())
        .log("no more of the warm-up, for lack of room; the first cancels may take longer");
    return false;
  }

  private boolean endedWithin(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
