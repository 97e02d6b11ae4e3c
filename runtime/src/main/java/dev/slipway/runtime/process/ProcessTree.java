package dev.slipway.runtime.process;

import dev.slipway.runtime.process.ProcessTable.Entry;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All processes of one replica: its leader's session, whatever was started with its id in the
/// environment, and what descends from these. A pid that was given to another process since is
/// never among them.
///
/// @param leader pid of the first process; 0: not known
/// @param birth of the leader
public record ProcessTree(ProcessTable table, String replica, long leader, String birth) {
  /// The variable that marks a replica's processes.
  public static final String MARK = "SLIPWAY_REPLICA";

  public boolean leaderAlive() {
    return leader != 0 && table.alive(leader, birth);
  }

  /// Those that have not ended.
  ///
  /// @param watched the leader was alive or ended just now, so that its session is surely its own
  public Set<Entry> members(boolean watched) {
    var all = table.all();
    var recycled = all.stream().anyMatch(e -> e.pid() == leader && !e.birth().equals(birth));
    var trustSession = leader != 0 && !recycled && (watched || leaderAlive());
    var found = new LinkedHashSet<Entry>();
    if (trustSession) {
      all.stream().filter(e -> e.group() == leader || e.pid() == leader).forEach(found::add);
    }
    found.addAll(table.withVariable(all, MARK, replica));
    addDescendants(all, found);
    var self = ProcessHandle.current();
    found.removeIf(e -> e.pid() == self.pid());
    return found;
  }

  private static void addDescendants(List<Entry> all, Set<Entry> found) {
    var pids = new HashSet<Long>();
    found.forEach(e -> pids.add(e.pid()));
    for (var grown = true; grown; ) {
      grown = false;
      for (var e : all) {
        if (pids.contains(e.parent()) && pids.add(e.pid())) {
          found.add(e);
          grown = true;
        }
      }
    }
  }

  boolean anyAlive(Set<Entry> members) {
    return members.stream().anyMatch(e -> table.alive(e.pid(), e.birth()));
  }

  /// Asks them to end (SIGTERM), or ends them (SIGKILL).
  void signal(Set<Entry> members, boolean kill) {
    for (var e : members) {
      if (table.alive(e.pid(), e.birth())) {
        ProcessHandle.of(e.pid()).ifPresent(h -> end(h, kill));
      }
    }
  }

  private static void end(ProcessHandle handle, boolean kill) {
    if (kill) {
      handle.destroyForcibly();
    } else {
      handle.destroy();
    }
  }
}
