package dev.slipway.runtime.artifact;

import java.io.IOException;
import java.nio.file.Path;

/// Turns an unpacked archive into the directory that replicas run in. Builds call it concurrently.
public interface Builder {

  /// Builds one artifact. Interrupting it ends what it has started.
  ///
  /// @param source the unpacked archive; may be emptied
  /// @param room an empty directory for intermediate files
  /// @return the directory that becomes the artifact: in `room`, or `source`
  /// @throws BrokenBuild where the model, or this machine, is not fit for it
  Path build(Path source, Path room, BuildLog log) throws IOException, InterruptedException;

  /// Moves files aside that no artifact needs any more. No build runs meanwhile.
  ///
  /// @return deletes them, which may take a while
  Runnable collect() throws IOException;
}
