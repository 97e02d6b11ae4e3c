package dev.slipway.app.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorsTest {
  private static final int MANAGEMENT = 8_000;
  private static final int INFERENCE = 9_090;

  /// Half of what is free is for clients, the other half for the connections to models.
  @ParameterizedTest
  @CsvSource({
    "128, 30, 33, 32, 120",
    "220, 30, 79, 32, 212",
    "1024, 40, 428, 128, 992",
    "4096, 96, 1872, 256, 4032",
    "1048576, 100, 524110, 256, 1048512",
    "128, 125, 0, 32, 120"
  })
  void eachPortMayUseItsPart(int limit, int inUse, int clients, int kept, int management) {
    var descriptors = new Descriptors(limit, inUse);
    descriptors.keepBackFor(MANAGEMENT);
    assertThat(descriptors.clients()).isEqualTo(clients);
    assertThat(descriptors.keptBack()).isEqualTo(kept);
    assertThat(descriptors.ceiling(INFERENCE)).isEqualTo(limit - kept - clients);
    assertThat(descriptors.ceilingOutward()).isEqualTo(limit - kept);
    assertThat(descriptors.ceiling(MANAGEMENT)).isEqualTo(management);
  }

  @Test
  void whatTheServerOpensAtItsStartTakesRoomFromClients() {
    assertThat(new Descriptors(1024, 40).room(60)).isEqualTo(408);
    assertThat(new Descriptors(150, 30).room(70)).isEqualTo(4);
    assertThat(new Descriptors(150, 120).room(120)).isZero();
    assertThat(new Descriptors(150, 30).room(120)).isZero();
  }
}
