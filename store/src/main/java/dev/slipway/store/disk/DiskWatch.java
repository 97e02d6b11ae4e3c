package dev.slipway.store.disk;

import dev.slipway.engine.loop.NudgedLoop;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.DiskSpace.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop that says in the log when the disk becomes low or full and when it has room again, and
/// lays the ballast again.
public final class DiskWatch implements AutoCloseable {
  /// How often it looks.
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final Duration JOIN = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private final Disk disk;
  private final Ballast ballast;
  private final NudgedLoop loop;
  private Level said = Level.ROOMY;

  /// @param failures called with the loop's name when a look threw
  public DiskWatch(Disk disk, Ballast ballast, Consumer<String> failures, InstantSource time) {
    this.disk = disk;
    this.ballast = ballast;
    this.loop =
        new NudgedLoop(
            "disk",
            new NudgedLoop.Pace(EVERY, EVERY, EVERY, Duration.ZERO, JOIN),
            _ -> {
              look();
              return Instant.MAX;
            },
            failures,
            time);
  }

  public DiskWatch start() {
    loop.start();
    return this;
  }

  /// Looks once.
  ///
  /// @return the level that was said last
  synchronized Level look() {
    ballast.lay();
    DiskSpace space = disk.space();
    Level now = space.level();
    if (now != said) {
      say(space, now);
      said = now;
    }
    return said;
  }

  private static void say(DiskSpace space, Level now) {
    switch (now) {
      case ROOMY -> LOG.atInfo().addKeyValue("disk", space.where()).log("the disk has room again");
      case LOW ->
          LOG.atWarn()
              .addKeyValue("disk", space.where())
              .log(
                  "the disk is getting full; below {} free bytes nothing new will be taken",
                  space.reserved());
      case FULL ->
          LOG.atError()
              .addKeyValue("disk", space.where())
              .log(
                  "the disk is full; nothing new is taken until {} bytes are free; cancels and"
                      + " deletions go through",
                  space.reserved());
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
