package dev.slipway.engine.port.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StorageFaultTest {
  private static final DiskSpace SPACE = new DiskSpace("/data", "/mnt (/dev/sdb1)", 0, 4096);

  @ParameterizedTest
  @CsvSource({
    "No space left on device,FULL",
    "Disk quota exceeded,QUOTA",
    "Read-only file system,READ_ONLY",
    "Input/output error,IO",
    "Operation not permitted,PERMISSION",
    "Too many open files,OUT_OF_FILES",
    "Too many open files in system,OUT_OF_FILES"
  })
  void theWordsOfTheSystemSayWhatIsWrong(String words, StorageFault fault) {
    assertThat(StorageFault.of(new IOException(words))).isEqualTo(fault);
    assertThat(StorageFault.of(new FileSystemException("/data/a", null, words))).isEqualTo(fault);
  }

  @Test
  void aFileThatMayNotBeReadIsAMatterOfPermission() {
    assertThat(StorageFault.of(new AccessDeniedException("/data/a")))
        .isEqualTo(StorageFault.PERMISSION);
  }

  @Test
  void aMissingFileIsNoFaultOfTheDisk() {
    assertThat(StorageFault.of(new NoSuchFileException("/data/a"))).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = StorageFault.class,
      names = {"FULL", "QUOTA", "READ_ONLY", "IO", "PERMISSION"})
  void whatLastsNamesTheDirectoryItsMountAndTheFreeBytes(StorageFault fault) {
    assertThat(fault.lasts()).isTrue();
    assertThat(fault.sentences(SPACE))
        .contains("data directory /data on /mnt (/dev/sdb1): 0 of 4096 bytes are free");
  }

  @Test
  void whereNoFileCanBeOpenedTheSameCallMayGoThroughLaterAndTheLimitIsNamed() {
    assertThat(StorageFault.OUT_OF_FILES.retryable()).isTrue();
    assertThat(StorageFault.OUT_OF_FILES.sentences(SPACE)).contains("ulimit -n", "Try again");
  }

  @Test
  void onlyAFullDiskIsCalledFull() {
    for (var fault : StorageFault.values()) {
      assertThat(fault.sentences(SPACE).contains("is full"))
          .as(fault.name())
          .isEqualTo(fault == StorageFault.FULL);
    }
  }
}
