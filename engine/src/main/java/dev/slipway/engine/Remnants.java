package dev.slipway.engine;

import dev.slipway.domain.Deployment;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Removes what the runtime keeps of deployments that are not written any more. It starts from what
/// is kept, not from what was deleted: a crash between a deletion and this only delays it.
final class Remnants {
  private final Store store;
  private final Runtime runtime;

  Remnants(Store store, Runtime runtime) {
    this.store = store;
    this.runtime = runtime;
  }

  /// Removes what nothing needs any more. Names that are no ids of ours are left alone.
  void remove() {
    runtime.keepOnly(this::wanted);
  }

  /// No id is given twice and no artifact comes back into use, so that what is not wanted once
  /// never will be.
  private Wanted wanted() {
    Set<String> running =
        runtime.replicas().stream().map(Replica::deploymentId).collect(Collectors.toSet());
    return store.read(tx -> wanted(tx, running));
  }

  private static Wanted wanted(Store.Tx tx, Set<String> running) {
    Set<String> deployments = new HashSet<>(tx.deployments().ids());
    Set<String> artifacts = new HashSet<>();
    Set<String> readable = new HashSet<>();
    for (Deployment d : tx.deployments().all()) {
      readable.add(d.id());
      artifacts.add(d.source().artifact());
    }
    // A row that cannot be read, and a replica whose row is gone, may use any of them.
    boolean allKnown = readable.containsAll(deployments) && readable.containsAll(running);
    deployments.addAll(running);
    return new Wanted() {
      @Override
      public boolean deployment(String id) {
        return deployments.contains(id) || !Ids.isOne(id);
      }

      @Override
      public boolean artifact(String id) {
        return !allKnown || artifacts.contains(id) || !Ids.isOne(id);
      }
    };
  }
}
