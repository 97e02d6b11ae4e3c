package dev.slipway.app;

import dev.slipway.runtime.LocalRuntime;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed, and started again on what it left. Also where the test failed, nothing
/// of it goes on.
abstract class ChildServerTest {
  @TempDir Path temp = Path.of("");

  /// The last that was started.
  @Nullable ChildServer child;

  ChildServer start() {
    var started = ChildServer.start(temp.resolve("data"));
    child = started;
    return started;
  }

  @AfterEach
  void endServerAndReplicas() {
    ChildServer last = child;
    if (last != null) {
      last.kill();
    }
    LocalRuntime.endAll(temp.resolve("data"), Duration.ofSeconds(1));
  }
}
