package dev.slipway.runtime.process;

import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.port.runtime.ReplicaSpec;
import dev.slipway.runtime.settings.DataDirs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts the process of a replica: `/bin/sh -c <start command>` in a session of its own, in the
/// directory of its artifact, which all replicas of the artifact share. Its output goes to a file,
/// so that it outlives the server, by way of a pipe that a process of its own empties: where the
/// disk is full, what cannot be written is lost, and the replica neither waits nor fails.
///
/// Limits: on Linux, where the server may make cgroups (version 2), the instance type's memory and
/// processor share are enforced; elsewhere a replica is not limited. On Linux a replica is ended
/// before the server where the machine's memory runs out.
public final class Launcher {
  /// $0 is the start command, $1 the cgroup or nothing, $2 the output file, which is open as the
  /// standard output. A replica that cannot enter its cgroup does not run without limits. `dd` ends
  /// with an error where it cannot write what it has read, and is started again; it ends well when
  /// no process of the replica has the pipe open any more. Until then it does not let itself be
  /// asked to end, so that the last words of the replica are kept. It is nobody's child, so that a
  /// replica that waits for its children does not wait for it.
  private static final String ENTRY =
      """
      [ -z "$1" ] || echo $$ > "$1/cgroup.procs" || exit 125
      { echo 500 > /proc/self/oom_score_adj; } 2>/dev/null
      rm -f "$2.pipe"
      if command -v dd >/dev/null && mkfifo "$2.pipe" 2>/dev/null; then
        (
          (
            trap '' HUP INT QUIT TERM
            exec 0<"$2.pipe" 2>/dev/null
            until dd bs=65536; do :; done
          ) &
        )
        exec 1>"$2.pipe" 2>&1
        rm -f "$2.pipe"
      fi
      exec /bin/sh -c "$0"
      """;

  private final DataDirs dirs;
  private final Map<String, String> serverEnvironment;
  private final Cgroups cgroups;
  private final ModelServer modelServer;
  private final List<String> session;

  public Launcher(
      DataDirs dirs,
      Map<String, String> serverEnvironment,
      Cgroups cgroups,
      ModelServer modelServer) {
    this.dirs = dirs;
    this.serverEnvironment = Map.copyOf(serverEnvironment);
    this.cgroups = cgroups;
    this.modelServer = modelServer;
    this.session = session(serverEnvironment.getOrDefault("PATH", ""));
  }

  Cgroups cgroups() {
    return cgroups;
  }

  /// Starts the process.
  ///
  /// @param output file that both output streams are appended to
  /// @param cgroup empty: none
  Process start(ReplicaSpec spec, int port, Path output, String cgroup) throws IOException {
    var directory = dirs.artifact(spec.artifact());
    if (!Files.isDirectory(directory)) {
      throw new IOException("artifact " + spec.artifact() + " is not prepared");
    }
    Files.createDirectories(output.getParent());
    var variables = ReplicaEnvironment.of(spec, port, serverEnvironment);
    var run =
        switch (spec.launch().serving()) {
          case LaunchSpec.Serving.OwnServer own -> own.startCommand();
          case LaunchSpec.Serving.TrussServer _ -> modelServer.command(spec, directory, variables);
        };
    var command = new ArrayList<>(session);
    command.addAll(List.of("/bin/sh", "-c", ENTRY, run, cgroup, output.toString()));
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder.start();
  }

  /// Tells a running replica which environment it serves; one with a start command of its own is
  /// not told.
  void tellEnvironment(ReplicaSpec spec) throws IOException {
    if (spec.launch().runsTruss()) {
      modelServer.tellEnvironment(spec);
    }
  }

  /// The command that makes a session and then becomes its arguments. Without one, a replica's
  /// processes are found by descent and by their mark alone.
  public static List<String> session(String path) {
    for (var dir : path.split(File.pathSeparator, -1)) {
      var setsid = Path.of(dir, "setsid");
      if (!dir.isEmpty() && Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    var perl = Path.of("/usr/bin/perl");
    return Files.isExecutable(perl)
        ? List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV")
        : List.of();
  }
}
