package dev.slipway.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.input.Json;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.FormerAuditEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What version 2 stored, and what it answered for that, byte by byte.
class AuditWireTest {
  private static final JsonMapper PLAIN = JsonMapper.builder().build();

  @Test
  void aRowThatVersion2StoredIsAnsweredAsVersion2AnsweredIt() throws IOException {
    List<String> lines = lines();
    assertThat(lines).hasSizeGreaterThan(50);
    for (String line : lines) {
      JsonNode row = PLAIN.readTree(line);
      Map<String, String> facts = new LinkedHashMap<>();
      row.get("data").properties().forEach(e -> facts.put(e.getKey(), e.getValue().stringValue()));
      AuditEvent event = FormerAuditEvents.read(row.required("type").stringValue(), facts);
      var entry = new Audit.Entry("e", Instant.EPOCH, "m1", event, AuditEvent.Actor.SYSTEM);
      assertThat(AuditWire.isShown(event)).isTrue();
      String answer = new String(Json.write(AuditWire.data(entry)), StandardCharsets.UTF_8);
      assertThat(answer)
          .isEqualTo(line.substring(line.indexOf("\"answer\":") + 9, line.length() - 1));
    }
  }

  @Test
  void whatHasNoPublishedTypeIsNotShown() {
    assertThat(AuditWire.isShown(FormerAuditEvents.read("MODEL_DEPLOYMENT_UPDATED", Map.of())))
        .isFalse();
    assertThat(AuditWire.isShown(FormerAuditEvents.read("OF_THE_FUTURE", Map.of()))).isFalse();
  }

  @Test
  void everyShownEventIsInAGroupAndNoOtherIs() throws IOException {
    for (String line : lines()) {
      String type = PLAIN.readTree(line).required("type").stringValue();
      assertThat(AuditGroup.of(FormerAuditEvents.read(type, Map.of()))).as(type).isNotEmpty();
    }
    assertThat(AuditGroup.of(new AuditEvent.Unknown("OF_THE_FUTURE"))).isEmpty();
  }

  private static List<String> lines() throws IOException {
    String name = "/audit/answers-to-v2-rows.jsonl";
    try (InputStream in = AuditWireTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }
}
