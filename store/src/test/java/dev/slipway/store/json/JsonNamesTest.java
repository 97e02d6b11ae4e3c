package dev.slipway.store.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonNamesTest {
  @Test
  void everyMemberOfASealedFamilyHasAStoredName() {
    var mapper = JsonNames.addTo(JsonMapper.builder()).build();
    for (Class<?> family : JsonNames.FAMILIES) {
      var config = mapper.deserializationConfig();
      var annotated =
          config
              .classIntrospectorInstance()
              .introspectClassAnnotations(config.constructType(family));
      var named =
          config.getAnnotationIntrospector().findSubtypes(config, annotated).stream()
              .map(t -> (Object) t.getType())
              .toList();
      assertThat(named).as("%s", family).containsExactlyInAnyOrderElementsOf(members(family));
    }
  }

  private static Set<Object> members(Class<?> family) {
    Set<Object> all = new LinkedHashSet<>();
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (member.isSealed()) {
        all.addAll(members(member));
      } else {
        all.add(member);
      }
    }
    return all;
  }
}
