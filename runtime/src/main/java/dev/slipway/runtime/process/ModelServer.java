package dev.slipway.runtime.process;

import dev.slipway.engine.port.runtime.ReplicaSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Runs models that have no start command of their own.
public interface ModelServer {
  /// The shell command line that serves a model.
  ///
  /// @param artifact directory of the artifact
  /// @param variables the replica's environment, which is added to
  /// @throws IOException where what it needs is gone; the message says what to do
  String command(ReplicaSpec spec, Path artifact, Map<String, String> variables) throws IOException;

  /// Tells the replicas of a deployment which environment they serve.
  void tellEnvironment(ReplicaSpec spec) throws IOException;
}
