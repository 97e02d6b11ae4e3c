package dev.slipway.runtime.process;

import dev.slipway.runtime.process.ProcessTable.Entry;
import dev.slipway.runtime.settings.NanoClock;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends every process of a replica: sends SIGTERM to all of them, waits, kills those that are left,
/// and returns when none is.
public final class ProcessKill {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessKill.class);
  private static final long FIRST_LOOK = Duration.ofMillis(5).toNanos();
  private static final long LONGEST_LOOK = Duration.ofMillis(100).toNanos();

  /// Rounds of killing after which the processes that are left are logged.
  private static final int KILL_ROUNDS = 200;

  private ProcessKill() {}

  /// @param watched see [ProcessTree#members]
  /// @param deadline moment of [NanoClock#now] at which what is left is killed; asked each time, so
  ///   that it can be brought forward
  public static void end(ProcessTree tree, boolean watched, LongSupplier deadline) {
    var members = tree.members(watched);
    tree.signal(members, false);
    var look = FIRST_LOOK;
    while (!members.isEmpty() && deadline.getAsLong() - NanoClock.now() > 0) {
      if (tree.anyAlive(members)) {
        LockSupport.parkNanos(look);
        look = Math.min(look * 3 / 2, LONGEST_LOOK);
        continue;
      }
      // All known ones have ended: now those that they have started in the meantime.
      members = tree.members(watched);
      tree.signal(members, false);
    }
    kill(tree, watched, members);
  }

  /// Kills at once, until none is left.
  public static void kill(ProcessTree tree, boolean watched, Set<Entry> known) {
    var members = known;
    for (var round = 0; ; round++) {
      if (!tree.anyAlive(members)) {
        members = tree.members(watched);
        if (members.isEmpty()) {
          return;
        }
      }
      tree.signal(members, true);
      if (round == KILL_ROUNDS) {
        LOG.atError()
            .addKeyValue("replicaId", tree.replica())
            .addKeyValue("pids", pids(members))
            .log("killed processes have not ended; killing them again until they do");
      }
      LockSupport.parkNanos(Math.min(FIRST_LOOK * (round + 1), LONGEST_LOOK));
    }
  }

  private static String pids(Collection<Entry> members) {
    return members.stream().map(e -> Long.toString(e.pid())).toList().toString();
  }
}
