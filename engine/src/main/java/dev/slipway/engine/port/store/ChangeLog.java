package dev.slipway.engine.port.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Remembers when each model was last written to, for stores that do all writing themselves. An
/// answer costs as much as there is in it.
public final class ChangeLog {
  /// Models that are remembered. Who asks with a mark from before the oldest one is told that
  /// everything changed.
  static final int REMEMBERED_MAX = 10_000;

  /// The mark of the last write to each model, the oldest first.
  private final LinkedHashMap<String, Long> written = new LinkedHashMap<>();

  private long mark = Changes.NEVER + 1;
  private long forgotten = mark;

  /// To be called between the end of a transaction and the moment its caller learns of it; also
  /// where it may have failed.
  public synchronized void add(Collection<String> models) {
    if (models.isEmpty()) {
      return;
    }
    mark++;
    models.forEach(model -> written.putLast(model, mark));
    while (written.size() > REMEMBERED_MAX) {
      forgotten = written.pollFirstEntry().getValue();
    }
  }

  public synchronized Changes since(long asked) {
    if (asked < forgotten || asked > mark) {
      return new Changes(mark, true, Set.of());
    }
    var models = new HashSet<String>();
    for (Map.Entry<String, Long> last : written.sequencedEntrySet().reversed()) {
      if (last.getValue() <= asked) {
        break;
      }
      models.add(last.getKey());
    }
    return new Changes(mark, false, models);
  }
}
