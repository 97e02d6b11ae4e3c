package dev.slipway.runtime.artifact;

import java.io.IOException;
import java.nio.file.Path;

/// Makes of an unpacked archive what its replicas run. Called by several builds at the same time.
public interface Builder {

  /// Builds one artifact. Interrupting it ends what it has started.
  ///
  /// @param source what was unpacked; may be emptied
  /// @param room an empty directory for what is made on the way
  /// @return the directory that becomes the artifact: in `room`, or `source`
  /// @throws BrokenBuild where the model, or this machine, is not fit for it
  Path build(Path source, Path room, BuildLog log) throws IOException, InterruptedException;

  /// Puts aside what no artifact needs any more, at once. Nothing is built meanwhile.
  ///
  /// @return removes it, which may take a while
  Runnable collect() throws IOException;
}
