package dev.slipway.testkit.memory;

import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One table inside one transaction: the committed rows, in the order of insertion, and from the
/// first write on a copy of them.
final class MemoryStoreTable<K, V> {
  private final MemoryStoreSession session;
  private Map<K, V> rows;
  private boolean changed;

  /// @param committed never changed
  MemoryStoreTable(MemoryStoreSession session, Map<K, V> committed) {
    this.session = session;
    this.rows = committed;
  }

  @Nullable V find(K key) {
    session.checkOpen();
    return rows.get(key);
  }

  List<V> all() {
    session.checkOpen();
    return List.copyOf(rows.values());
  }

  List<V> where(Predicate<V> wanted) {
    session.checkOpen();
    return rows.values().stream().filter(wanted).toList();
  }

  /// @param constraint the name of the key's constraint
  void insert(K key, V row, String constraint) {
    Map<K, V> own = own();
    if (own.containsKey(key)) {
      throw violated(constraint);
    }
    own.put(key, row);
  }

  /// Writes over a row in its place, or adds one at the end.
  void put(K key, V row) {
    own().put(key, row);
  }

  boolean delete(K key) {
    return own().remove(key) != null;
  }

  void deleteWhere(Predicate<V> unwanted) {
    own().values().removeIf(unwanted);
  }

  void deleteKeysWhere(Predicate<K> unwanted) {
    own().keySet().removeIf(unwanted);
  }

  boolean changed() {
    return changed;
  }

  /// The rows to commit.
  Map<K, V> rows() {
    return changed ? Collections.unmodifiableMap(rows) : rows;
  }

  static StoreException violated(String constraint) {
    return new StoreException(
        StorageFault.REFUSED, "Constraint " + constraint + ": violated. Nothing was written.");
  }

  private Map<K, V> own() {
    session.checkWritable();
    if (!changed) {
      rows = new LinkedHashMap<>(rows);
      changed = true;
    }
    return rows;
  }
}
