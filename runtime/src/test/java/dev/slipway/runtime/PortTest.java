package dev.slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.Replica.Address;
import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.Fixture;
import dev.slipway.testkit.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
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
        .contains(
            "Port " + port + " (server_port) is taken by another process (java, pid ",
            "use $PORT in start_command");
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
      Await.until("a probe", () -> f.get("r1").history().notReady() != null);
      var address = f.get("r1").address();
      assertThat(address)
          .isNotNull()
          .extracting(Address::port)
          .isNotEqualTo(stranger.getLocalPort());
      assertThat(f.get("r1").state()).isEqualTo(State.STARTING);
    }
  }

  @Test
  void anEndThatHasNothingToDoWithAPortIsNotBlamedOnOne() {
    var port = Fixture.freePort();
    f.runtime.start(f.spec("r1", Fixture.model("" + port), port));
    f.awaitState("r1", State.READY);
    f.runtime.start(
        f.spec("r2", "echo \"ModuleNotFoundError: No module named 'x'\"; exit 1", port));
    f.runtime.start(f.spec("r3", "no-such-command", port));
    f.runtime.start(f.spec("r4", "exit 4", port));
    Await.until("failed starts", () -> failed("r2") && failed("r3") && failed("r4"));
    assertThat(f.lastFailure("r2")).contains("exit code 1", "ModuleNotFoundError");
    assertThat(f.lastFailure("r3")).contains("a command was not found", "no-such-command");
    assertThat(f.lastFailure("r4")).contains("exit code 4", "It wrote nothing");
    for (var id : List.of("r2", "r3", "r4")) {
      assertThat(f.lastFailure(id)).doesNotContain("Port ", "taken", "$PORT");
    }
  }

  @Test
  void aPortOfThisServerIsNoOtherProcesss() throws IOException {
    try (var own = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var command = "echo 'OSError: [Errno 98] Address already in use'; exit 1";
      f.runtime.start(f.spec("r1", command, own.getLocalPort()));
      Await.until("a failed start", () -> failed("r1"));
      assertThat(f.lastFailure("r1"))
          .contains("exit code 1", "use $PORT in start_command", "Errno 98")
          .doesNotContain("taken", "" + own.getLocalPort());
    }
  }

  private boolean failed(String id) {
    return f.get(id).failedStarts() > 0;
  }
}
