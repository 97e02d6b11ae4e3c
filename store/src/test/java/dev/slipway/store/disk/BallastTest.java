package dev.slipway.store.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.DiskSpace.Level;
import dev.slipway.testkit.fake.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BallastTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;
  private Path file = Path.of("");
  private long freeMebibytes = 100_000;
  private long totalMebibytes = 100_000;
  private final ManualTime time = new ManualTime(Instant.EPOCH);
  private Ballast ballast = new Ballast(file, Disk.UNWATCHED, time);

  @BeforeEach
  void make() {
    file = directory.resolve("ballast");
    ballast = new Ballast(file, this::space, time);
  }

  @Test
  void takesRoomUntilItIsGivenUpOnce() throws IOException {
    ballast.lay();
    assertThat(Files.size(file)).isEqualTo(Ballast.BYTES);
    assertThat(ballast.giveUp()).isTrue();
    assertThat(file).doesNotExist();
    assertThat(ballast.giveUp()).isFalse();
  }

  @Test
  void isAnEighthOfASmallDisk() throws IOException {
    totalMebibytes = 24;
    freeMebibytes = 20;
    ballast.lay();
    assertThat(Files.size(file)).isEqualTo(3 * MIB);
  }

  @Test
  void holdsNothingThatAFileSystemCouldPack() throws IOException {
    totalMebibytes = 8;
    freeMebibytes = 8;
    ballast.lay();
    var seen = new int[256];
    for (byte b : Files.readAllBytes(file)) {
      seen[b & 0xff]++;
    }
    assertThat(Arrays.stream(seen)).allMatch(count -> count > 3500 && count < 4700);
  }

  @Test
  void isLaidAgainOnlyWhenTheDiskHasRoomAboveTheLowWaterMark() {
    ballast.lay();
    var watch = new DiskWatch(this::space, ballast, _ -> {}, time);
    freeMebibytes = 0;
    assertThat(watch.look()).isEqualTo(Level.FULL);
    assertThat(ballast.giveUp()).isTrue();
    freeMebibytes = 8;
    assertThat(watch.look()).isEqualTo(Level.FULL);
    freeMebibytes = 260;
    assertThat(watch.look()).isEqualTo(Level.ROOMY);
    assertThat(file).doesNotExist();
    freeMebibytes = 264;
    watch.look();
    assertThat(file).exists();
  }

  @Test
  void isNotLaidOnADiskWhoseRoomIsNotShown() {
    new Ballast(file, Disk.UNWATCHED, time).lay();
    assertThat(file).doesNotExist();
  }

  @Test
  void aPartThatAKilledServerLeftIsMadeWholeOnceThereIsRoom() throws IOException {
    Files.write(file, new byte[1000]);
    freeMebibytes = 200;
    ballast.lay();
    assertThat(file).hasSize(1000);
    freeMebibytes = 100_000;
    ballast.lay();
    assertThat(file).hasSize(Ballast.BYTES);
  }

  /// Such as where a quota is used up, which the free bytes do not show.
  @Test
  void whereItCannotBeLaidItIsTriedAndSaidOnceAMinute() throws IOException {
    var inNone = directory.resolve("none/ballast");
    ballast = new Ballast(inNone, this::space, time);
    var captured = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(captured, true, UTF_8));
    try {
      for (int i = 0; i < 3; i++) {
        ballast.lay();
        time.advance(DiskWatch.EVERY);
      }
    } finally {
      System.setErr(before);
    }
    assertThat(captured.toString(UTF_8)).containsOnlyOnce("ballast not laid; it is tried again");
    Files.createDirectory(inNone.getParent());
    ballast.lay();
    assertThat(inNone).doesNotExist();
    time.advance(Ballast.PAUSE);
    ballast.lay();
    assertThat(inNone).exists();
  }

  @Test
  void theRoomOfARealDiskIsThatOfTheSystem() throws IOException {
    var space = DataDisk.of(directory).space();
    var store = Files.getFileStore(directory);
    assertThat(space.isKnown()).isTrue();
    assertThat(space.totalBytes()).isEqualTo(store.getTotalSpace());
    assertThat(space.mount()).isEqualTo(store.toString());
    assertThat(space.directory()).isEqualTo(directory.toString());
    assertThat(space.freeBytes()).isBetween(0L, space.totalBytes());
  }

  private DiskSpace space() {
    return new DiskSpace("/data", "/", freeMebibytes * MIB, totalMebibytes * MIB);
  }
}
