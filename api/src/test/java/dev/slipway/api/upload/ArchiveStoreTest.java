package dev.slipway.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.TestServer;
import dev.slipway.api.input.Problem;
import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.testkit.fake.ManualTime;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveStoreTest {
  private static final int MAX = 10;

  @TempDir Path dir;

  private final ManualTime time = new ManualTime(TestServer.START);
  private DiskSpace disk = Disk.UNWATCHED.space();
  private ArchiveStore store;

  @BeforeEach
  void open() {
    store = new ArchiveStore(dir, MAX, new Tokens(new Random(7)), time, Set::of, () -> disk);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void anArchiveMayBeSentAgainUntilADeploymentIsMadeOfIt() throws Exception {
    var slot = store.await();
    assertThat(slot.receive(bytes("first"), () -> {})).isEqualTo(5);
    assertThat(slot.receive(bytes("second"), () -> {})).isEqualTo(6);
    String made = store.using(slot.key(), key -> "made of " + key);
    assertThat(made).isEqualTo("made of " + slot.key());
    assertThat(slot.isAwaited()).isFalse();
    assertThatThrownBy(() -> slot.receive(bytes("third"), () -> {}))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(403));
    assertThat(dir.resolve(slot.key())).hasContent("second");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void theLimitHoldsForAllFilesOfAnArchiveAndWhatFailedIsNotCounted() throws Exception {
    var slot = store.await();
    var total = new AtomicLong();
    Path first = slot.beside();
    assertThat(slot.write(bytes("123456"), first, total, () -> {})).isEqualTo(6);
    Path second = slot.beside();
    assertThatThrownBy(() -> slot.write(bytes("12345"), second, total, () -> {}))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(413));
    assertThat(second).doesNotExist();
    assertThat(total).hasValue(6);
    assertThat(slot.write(bytes("1234"), second, total, () -> {})).isEqualTo(4);
    assertThat(total).hasValue(MAX);
  }

  @Test
  void aSlotIsAwaitedForAWhile() {
    var slot = store.await();
    time.advance(ArchiveStore.KEPT);
    assertThat(slot.isAwaited()).isTrue();
    time.advance(java.time.Duration.ofSeconds(1));
    assertThat(slot.isAwaited()).isFalse();
  }

  @Test
  void whatDoesNotFitTheDiskIsRefusedBeforeAByteIsRead() throws Exception {
    var slot = store.await();
    disk = new DiskSpace("/data", "/mnt (tmpfs)", 24, 1000);
    slot.checkRoom(4);
    assertThatThrownBy(() -> slot.checkRoom(5))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.status()).isEqualTo(507);
              assertThat(p.code()).isEqualTo("DISK_FULL");
              assertThat(p.message())
                  .contains("too full for 5 bytes")
                  .contains("data directory /data on /mnt (tmpfs): 24 of 1000 bytes are free")
                  .contains("20 are kept back");
            });
  }

  @Test
  void noUploadIsAwaitedOnAFullDisk() {
    disk = new DiskSpace("/data", "/mnt (tmpfs)", 0, 1000);
    assertThatThrownBy(() -> store.await())
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(507));
  }

  @Test
  void anUploadWithoutALengthEndsWhenTheDiskBecomesFullAndLeavesNothing() throws Exception {
    store =
        new ArchiveStore(dir, 100_000_000, new Tokens(new Random(7)), time, Set::of, () -> disk);
    var slot = store.await();
    var endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            given += length;
            if (given >= 5_000_000) {
              disk = new DiskSpace("/data", "/mnt (tmpfs)", 0, 1000);
            }
            return given > 20_000_000 ? -1 : length;
          }
        };
    assertThatThrownBy(() -> slot.receive(endless, () -> {}))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(507));
    try (var files = Files.list(dir)) {
      assertThat(files).isEmpty();
    }
    disk = Disk.UNWATCHED.space();
    assertThat(slot.receive(bytes("again"), () -> {})).isEqualTo(5);
  }
}
