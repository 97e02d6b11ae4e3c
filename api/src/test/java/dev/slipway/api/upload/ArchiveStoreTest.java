package dev.slipway.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.TestServer;
import dev.slipway.api.input.Problem;
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
  private ArchiveStore store;

  @BeforeEach
  void open() {
    store = new ArchiveStore(dir, MAX, new Tokens(new Random(7)), time, Set::of);
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
}
