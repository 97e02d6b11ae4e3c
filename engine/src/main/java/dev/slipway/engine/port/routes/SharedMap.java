package dev.slipway.engine.port.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable map by id. A changed one shares with the one before what is the same in both, so
/// that a change costs what it changes, and what changed between two is found as quickly.
@SuppressWarnings("ReferenceEquality") // another instance is what a change is
public final class SharedMap<V> {
  private static final int SHARDS = 256;

  private final List<Map<String, V>> shards;

  private SharedMap(List<Map<String, V>> shards) {
    this.shards = shards;
  }

  public static <V> SharedMap<V> empty() {
    return new SharedMap<>(Collections.nCopies(SHARDS, Map.of()));
  }

  public static <V> SharedMap<V> of(Map<String, V> entries) {
    return SharedMap.<V>empty().with(entries, Set.of());
  }

  public @Nullable V get(String id) {
    return shards.get(shard(id)).get(id);
  }

  public Stream<V> values() {
    return shards.stream().flatMap(shard -> shard.values().stream());
  }

  public Stream<String> ids() {
    return shards.stream().flatMap(shard -> shard.keySet().stream());
  }

  /// This map with `put` in it and without `removed`. Where nothing becomes another instance, this
  /// very map.
  public SharedMap<V> with(Map<String, V> put, Set<String> removed) {
    Map<Integer, Map<String, V>> changed = new HashMap<>();
    put.forEach((id, value) -> {
      if (get(id) != value) {
        copy(changed, id).put(id, value);
      }
    });
    for (String id : removed) {
      if (get(id) != null) {
        copy(changed, id).remove(id);
      }
    }
    if (changed.isEmpty()) {
      return this;
    }
    var next = new ArrayList<>(shards);
    changed.forEach((shard, entries) -> next.set(shard, Map.copyOf(entries)));
    return new SharedMap<>(Collections.unmodifiableList(next));
  }

  private Map<String, V> copy(Map<Integer, Map<String, V>> changed, String id) {
    return changed.computeIfAbsent(shard(id), shard -> new HashMap<>(shards.get(shard)));
  }

  /// Ids that have another instance here than in `before`, or are in only one of the two.
  public Set<String> changedSince(SharedMap<V> before) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < SHARDS; i++) {
      var now = shards.get(i);
      var then = before.shards.get(i);
      if (now != then) {
        difference(now, then, ids);
        difference(then, now, ids);
      }
    }
    return ids;
  }

  private static <V> void difference(Map<String, V> one, Map<String, V> other, Set<String> ids) {
    one.forEach((id, value) -> {
      if (other.get(id) != value) {
        ids.add(id);
      }
    });
  }

  private static int shard(String id) {
    int hash = id.hashCode();
    return (hash ^ hash >>> 16) & (SHARDS - 1);
  }
}
