package dev.slipway.store.json;

import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.engine.port.routes.GatewayStats;
import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.engine.port.store.MetricSample.Flow;
import dev.slipway.engine.port.store.MetricSample.Scale;
import dev.slipway.store.table.MetricTable;
import dev.slipway.testkit.contract.StoreContractRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every form in which a column was ever written must be read for ever: the samples of a version
/// are never edited, only added to. Each line is one value as it stands in a column.
class SamplesTest {
  private static final JsonMapper PLAIN = JsonMapper.builder().build();

  /// What the samples of version 1 mean, in their order.
  private static Map<String, List<? extends Object>> expected() {
    Map<String, List<? extends Object>> all = new LinkedHashMap<>();
    all.put("split", StoreContractRows.SPLITS);
    all.put("phase", StoreContractRows.PHASES);
    all.put("state", StoreContractRows.STATES_V1);
    all.put("terms", terms(StoreContractRows.KINDS_V1));
    all.put("settings", List.of(StoreContractRows.SETTINGS));
    all.put("autoscaling", List.of(StoreContractRows.AUTOSCALING, AutoscalingSettings.DEFAULT));
    all.put(
        "source",
        List.of(StoreContractRows.source(), StoreContractRows.bareDeployment("d1").source()));
    var latency =
        new LatencyDistribution(new TreeMap<>(Map.of(15L, 2L, 1_000_000L, 1L)), 1_000_025);
    all.put(
        "metrics",
        List.of(
            new MetricTable.Content(
                List.of(
                    new Flow(
                        "production",
                        "d1",
                        new StatusCounts(1, 2, 3, 4),
                        5,
                        6,
                        latency,
                        LatencyDistribution.NONE)),
                List.of(
                    new Scale("d1", "production", 3, 2, 1, 9),
                    new Scale("d2", null, 0, 0, 0, 0)))));
    all.put("served", List.of(new GatewayStats.Served(5, 4, 3, 1_700_000_000_000L, 250, 9_000)));
    return all;
  }

  /// What version 2 added, in the order of its samples.
  private static Map<String, List<? extends Object>> addedBy2() {
    return Map.of("state", StoreContractRows.STATES_V2, "terms", terms(StoreContractRows.KINDS_V2));
  }

  /// Version 2 wrote both ways back as `returning`, in these two samples after the others.
  private static List<PromotionState> waysBackOf2() {
    var canceled = new PromotionState.Returning(T0, 50, 8, T0.plusSeconds(60));
    var failed =
        new PromotionState.ReturningAfterFailure(T0, 50, 8, T0.plusSeconds(60), "it broke");
    return List.of(failed, canceled);
  }

  /// What version 3 added, in the order of its samples.
  private static Map<String, List<? extends Object>> addedBy3() {
    var ownPath =
        new Flow(
            null,
            "d1",
            new StatusCounts(1, 0, 0, 0),
            0,
            0,
            LatencyDistribution.NONE,
            LatencyDistribution.NONE);
    return Map.of(
        "state",
        StoreContractRows.STATES_V3,
        "source",
        List.of(StoreContractRows.trussSource(), StoreContractRows.checkedSource()),
        "metrics",
        List.of(new MetricTable.Content(List.of(ownPath), List.of())));
  }

  private static List<Promotion.Terms> terms(List<PromotionKind> kinds) {
    return kinds.stream()
        .map(kind ->
            new Promotion.Terms(kind, Cleanup.DEACTIVATE, Cleanup.KEEP, 2, StoreContractRows.T0))
        .toList();
  }

  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "split", Split.class,
          "phase", DeploymentPhase.class,
          "state", PromotionState.class,
          "terms", Promotion.Terms.class,
          "settings", Environment.Settings.class,
          "autoscaling", AutoscalingSettings.class,
          "source", Deployment.Source.class,
          "metrics", MetricTable.Content.class,
          "served", GatewayStats.Served.class);

  @Test
  void theSamplesOfEachVersionAreReadAsTheyWereMeant() throws IOException {
    assertReadAsMeant("v1", expected());
    var of2 = new LinkedHashMap<>(addedBy2());
    of2.put("state", both(StoreContractRows.STATES_V2, waysBackOf2()));
    assertReadAsMeant("v2", of2);
    assertReadAsMeant("v3", addedBy3());
  }

  @Test
  void whatIsWrittenNowHasTheFormOfTheSamples() throws IOException {
    assertWrittenAsBefore("v1", expected());
    assertWrittenAsBefore("v2", addedBy2());
    assertWrittenAsBefore("v3", addedBy3());
  }

  private static void assertReadAsMeant(String version, Map<String, List<? extends Object>> meant)
      throws IOException {
    for (var entry : meant.entrySet()) {
      String column = entry.getKey();
      List<Object> read = new ArrayList<>();
      for (JsonNode sample : samples(version, column)) {
        read.add(JsonColumns.read(sample.toString(), type(column), column));
      }
      assertThat(read).as(version + " " + column).isEqualTo(entry.getValue());
    }
  }

  private static void assertWrittenAsBefore(
      String version, Map<String, List<? extends Object>> values) throws IOException {
    for (var entry : values.entrySet()) {
      List<JsonNode> written = new ArrayList<>();
      for (Object value : entry.getValue()) {
        written.add(PLAIN.readTree(JsonColumns.write(value)));
      }
      assertThat(written)
          .as(version + " " + entry.getKey())
          .isEqualTo(
              samples(version, entry.getKey()).stream().filter(SamplesTest::stillWritten).toList());
    }
  }

  private static boolean stillWritten(JsonNode sample) {
    return !sample.has("failure");
  }

  private static <T> List<T> both(List<? extends T> first, List<? extends T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  @Test
  void propertiesOfANewerVersionAreIgnored() throws IOException {
    for (String column : TYPES.keySet()) {
      for (JsonNode sample : samples("v1", column)) {
        String newer = sample.toString().replaceFirst("\\{", "{\"of_the_future\":[1],");
        assertThat((Object) JsonColumns.read(newer, type(column), column))
            .isEqualTo(JsonColumns.read(sample.toString(), type(column), column));
      }
    }
  }

  private static Class<?> type(String column) {
    return Objects.requireNonNull(TYPES.get(column));
  }

  private static List<JsonNode> samples(String version, String column) throws IOException {
    String name = "/samples/" + version + "/" + column + ".json";
    try (InputStream in = SamplesTest.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(PLAIN::readTree).toList();
    }
  }
}
