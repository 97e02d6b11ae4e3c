package dev.slipway.engine.worker;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.engine.port.runtime.Replica;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.engine.port.store.Deployments.Deleted;
import dev.slipway.engine.port.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Removes what the runtime keeps of deployments that were deleted. That they were is written in
/// the transaction that deleted them, and crossed out when this is done: a crash in between only
/// delays it, and what the database does not know, say after a backup was restored, is left alone.
public final class DeletionSweeper {
  private final Store store;
  private final Runtime runtime;

  public DeletionSweeper(Store store, Runtime runtime) {
    this.store = store;
    this.runtime = runtime;
  }

  /// Removes what nothing needs any more.
  void remove() {
    List<Deleted> deleted = store.read(tx -> tx.deployments().deleted());
    if (deleted.isEmpty()) {
      return;
    }
    Needed needed = needed();
    List<Deleted> over = deleted.stream().filter(d -> !needed.running().contains(d.id())).toList();
    if (over.isEmpty()) {
      return;
    }
    var deployments = over.stream().map(Deleted::id).collect(Collectors.toSet());
    var artifacts =
        over.stream().map(Deleted::artifact).filter(Objects::nonNull).collect(Collectors.toSet());
    artifacts.removeIf(needed::artifact);
    runtime.remove(deployments, artifacts);
    List<String> done =
        over.stream()
            .filter(d -> needed.allKnown() || artifacts.contains(d.artifact()))
            .map(Deleted::id)
            .toList();
    store.write(tx -> done.forEach(tx.deployments()::forget));
  }

  /// @param running deployments that have replicas
  /// @param used artifacts of the deployments that are written
  /// @param allKnown whether no artifact is used but these: a row that cannot be read, and a
  ///   replica whose row is gone, may use any
  private record Needed(Set<String> running, Set<String> used, boolean allKnown) {
    boolean artifact(String id) {
      return !allKnown || used.contains(id);
    }
  }

  private Needed needed() {
    Set<String> running =
        runtime.replicas().stream().map(Replica::deploymentId).collect(Collectors.toSet());
    return store.read(tx -> {
      Set<String> used = new HashSet<>();
      Set<String> readable = new HashSet<>();
      for (Deployment d : tx.deployments().all()) {
        readable.add(d.id());
        used.add(d.source().artifact());
      }
      boolean allKnown =
          readable.containsAll(tx.deployments().ids()) && readable.containsAll(running);
      return new Needed(running, used, allKnown);
    });
  }
}
