package dev.slipway.engine.routing;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.SharedMap;
import dev.slipway.engine.port.store.Changes;
import dev.slipway.engine.port.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A cache of all models with their environments and deployments. A look reads only the models that
/// were written to since the last one, so that it costs the same whatever the number of models.
public final class ModelCache {
  /// How often everything is read again, in case that a change was missed.
  static final Duration WHOLE_EVERY = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private long mark = Changes.NEVER;
  private SharedMap<Rows> rows = SharedMap.empty();
  private @Nullable Instant wholeAt;

  public ModelCache(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  /// The rows of one model; the same instance as before where nothing of them has changed.
  record Rows(List<Environment> environments, List<Deployment> deployments) {}

  /// Reads what has changed.
  ///
  /// @return the rows by model, with everything that was committed before this call
  SharedMap<Rows> look() {
    lock.lock();
    try {
      Changes changes = store.changes(mark);
      if (changes.everything()) {
        put(store.read(ModelCache::all));
      } else if (!changes.models().isEmpty()) {
        rows = store.read(tx -> changed(tx, changes.models()));
      }
      mark = changes.mark();
      return rows;
    } finally {
      lock.unlock();
    }
  }

  /// Reads everything again if the last time is [#WHOLE_EVERY] ago. Others may look meanwhile.
  public void lookAtEverything() {
    Instant now = time.instant();
    Instant last = wholeAt;
    if (last != null && now.isBefore(last.plus(WHOLE_EVERY)) && !now.isBefore(last)) {
      return;
    }
    long before = store.changes(Changes.NEVER).mark();
    Map<String, Rows> all = store.read(ModelCache::all);
    lock.lock();
    try {
      // `all` may be older than what is here, if something was written meanwhile. The mark from
      // before makes the look below read that again, before others see it.
      put(all);
      mark = before;
      look();
    } finally {
      lock.unlock();
    }
    wholeAt = now;
  }

  public List<Deployment> deployments() {
    return look().values().flatMap(r -> r.deployments().stream()).toList();
  }

  /// The production environments in which nothing serves, of models with a deployment that works
  /// and is in no environment.
  public List<EnvironmentKey> emptyProductions() {
    return look()
        .values()
        .filter(r -> r.deployments().stream().anyMatch(ModelCache::isFree))
        .flatMap(r -> r.environments().stream())
        .filter(e -> e.current() == null)
        .map(Environment::key)
        .filter(k -> k.name().equals(EnvironmentKey.PRODUCTION))
        .toList();
  }

  private static boolean isFree(Deployment d) {
    var p = d.placement();
    return p.environment() == null && !p.development() && d.phase() instanceof DeploymentPhase.Live;
  }

  private void put(Map<String, Rows> all) {
    Set<String> gone = new HashSet<>();
    rows.ids().filter(id -> !all.containsKey(id)).forEach(gone::add);
    rows = rows.with(known(all), gone);
  }

  private SharedMap<Rows> changed(Store.Tx tx, Set<String> models) {
    Map<String, Rows> read = new HashMap<>();
    Set<String> gone = new HashSet<>();
    for (String id : models) {
      if (tx.models().find(id) == null) {
        gone.add(id);
      } else {
        read.put(id, new Rows(tx.environments().ofModel(id), tx.deployments().ofModel(id)));
      }
    }
    return rows.with(known(read), gone);
  }

  private Map<String, Rows> known(Map<String, Rows> read) {
    read.replaceAll((id, now) -> {
      Rows before = rows.get(id);
      return now.equals(before) ? before : now;
    });
    return read;
  }

  private static Map<String, Rows> all(Store.Tx tx) {
    Map<String, List<Environment>> environments = new HashMap<>();
    for (Environment e : tx.environments().all()) {
      environments.computeIfAbsent(e.key().modelId(), _ -> new ArrayList<>()).add(e);
    }
    Map<String, List<Deployment>> deployments = new HashMap<>();
    for (Deployment d : tx.deployments().all()) {
      deployments.computeIfAbsent(d.modelId(), _ -> new ArrayList<>()).add(d);
    }
    Map<String, Rows> all = new HashMap<>();
    for (Model m : tx.models().all()) {
      all.put(
          m.id(),
          new Rows(
              List.copyOf(environments.getOrDefault(m.id(), List.of())),
              List.copyOf(deployments.getOrDefault(m.id(), List.of()))));
    }
    return all;
  }
}
