package dev.slipway.engine.port.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.disk.DiskSpace.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskSpaceTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "100000,256,ROOMY",
    "100000,255,LOW",
    "100000,16,LOW",
    "100000,15,FULL",
    "100000,0,FULL",
    "1000,100,ROOMY",
    "1000,99,LOW",
    "1000,20,LOW",
    "100,9,LOW",
    "100,2,LOW",
    "100,1,FULL"
  })
  void theLimitsAreAbsoluteOnLargeDisksAndSharesOfSmallOnes(long total, long free, Level level) {
    assertThat(space(free * MIB, total * MIB).level()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"84,true", "85,false"})
  void whatIsKeptBackIsNotForUploads(long mebibytes, boolean fits) {
    assertThat(space(100 * MIB, 100_000 * MIB).hasRoomFor(mebibytes * MIB)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "9223372036854775807"})
  void aDiskThatIsNotLookedAtHasRoomForAll(long bytes) {
    var space = Disk.UNWATCHED.space();
    assertThat(space.isKnown()).isFalse();
    assertThat(space.level()).isEqualTo(Level.ROOMY);
    assertThat(space.hasRoomFor(bytes)).isTrue();
  }

  private static DiskSpace space(long free, long total) {
    return new DiskSpace("/data", "/ (/dev/sda)", free, total);
  }
}
