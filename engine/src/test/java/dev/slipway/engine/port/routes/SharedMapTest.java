package dev.slipway.engine.port.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedMapTest {
  private static final int ROUNDS = 200;
  private static final int IDS = 600;

  @Test
  void itHoldsWhatAPlainMapHoldsAndNamesWhatChanged() {
    var random = new Random(7);
    Map<String, Object> plain = new HashMap<>();
    SharedMap<Object> map = SharedMap.empty();
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Object> put = new HashMap<>();
      Set<String> removed = new HashSet<>();
      for (int i = 0; i < 20; i++) {
        String id = "id" + random.nextInt(IDS);
        if (random.nextInt(3) > 0 && !removed.contains(id)) {
          put.put(id, new Object());
        } else if (!put.containsKey(id)) {
          removed.add(id);
        }
      }
      Set<String> expected = new HashSet<>(put.keySet());
      removed.stream().filter(plain::containsKey).forEach(expected::add);
      plain.putAll(put);
      plain.keySet().removeAll(removed);
      var next = map.with(put, removed);
      assertThat(next.changedSince(map)).isEqualTo(expected);
      assertThat(map.changedSince(next)).isEqualTo(expected);
      assertThat(next.ids()).containsExactlyInAnyOrderElementsOf(plain.keySet());
      assertThat(next.values()).containsExactlyInAnyOrderElementsOf(plain.values());
      plain.forEach((id, value) -> assertThat(next.get(id)).isSameAs(value));
      map = next;
    }
  }

  @Test
  void whereNothingBecomesAnotherInstanceItIsTheSameMap() {
    String one = "1";
    var map = SharedMap.of(Map.of("a", one, "b", "2"));
    assertThat(map.with(Map.of("a", one), Set.of("none"))).isSameAs(map);
    assertThat(map.with(Map.of(), Set.of())).isSameAs(map);
  }
}
