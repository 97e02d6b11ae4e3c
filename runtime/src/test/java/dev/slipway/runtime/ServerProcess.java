package dev.slipway.runtime;

import dev.slipway.engine.port.runtime.Replica.State;
import dev.slipway.runtime.process.Fixture;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A server that tests start as a process of its own, in order to kill it. Arguments: the data
/// directory, a replica id, and its start command. It says `ready` when the replica is.
public final class ServerProcess {
  private ServerProcess() {}

  public static void main(String[] args) throws Exception {
    var runtime =
        new LocalRuntime(Path.of(args[0]), InstantSource.system(), Fixture.FAST, System.getenv());
    var launch = Fixture.launch(args[2], 1);
    runtime.start(
        new dev.slipway.engine.port.runtime.ReplicaSpec(
            args[1], "d1", "m1", "a1", launch, Map.of(), "prod"));
    runtime.onChange(() -> {
      if (runtime.replicas().stream().anyMatch(r -> r.state() == State.READY)) {
        System.out.println("ready");
      }
    });
    new CountDownLatch(1).await();
  }
}
