package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.Replica.Address;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// Commands that ignore PORT.
class PortTest extends FixtureTest {
  @Test
  void serverPortIsUsedWhereTheCommandIgnoresPortAndASecondReplicaIsRefused() {
    var port = Fixture.freePort();
    f.runtime.start(f.spec("r1", Fixture.model("" + port), port));
    f.awaitState("r1", State.READY);
    assertThat(f.get("r1").address()).isEqualTo(new Address("127.0.0.1", port));
    f.runtime.start(f.spec("r2", Fixture.model("" + port), port));
    Await.until("a failed start", () -> f.get("r2").failedStarts() > 0);
    assertThat(f.get("r2").lastFailure())
        .contains("Port " + port + " (server_port) is taken", "use $PORT in start_command");
    assertThat(f.get("r1").state()).isEqualTo(State.READY);
  }

  @Test
  void twoReplicasThatUsePortHaveTheirOwn() {
    var port = Fixture.freePort();
    f.runtime.start(f.spec("r1", Fixture.model(), port));
    f.runtime.start(f.spec("r2", Fixture.model(), port));
    f.awaitState("r1", State.READY);
    f.awaitState("r2", State.READY);
    assertThat(f.get("r1").address()).isNotEqualTo(f.get("r2").address());
  }

  @Test
  void aStrangerOnServerPortIsNeverTakenForTheReplica() throws IOException {
    try (var stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      f.runtime.start(f.spec("r1", "echo up; exec tail -f /dev/null", stranger.getLocalPort()));
      f.awaitMessage("up");
      Await.until("a probe", () -> f.lastFailure("r1").contains("nothing listens"));
      var address = f.get("r1").address();
      assertThat(address)
          .isNotNull()
          .extracting(Address::port)
          .isNotEqualTo(stranger.getLocalPort());
      assertThat(f.get("r1").state()).isEqualTo(State.STARTING);
    }
  }
}
