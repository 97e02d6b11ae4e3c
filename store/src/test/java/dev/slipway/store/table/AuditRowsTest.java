package dev.slipway.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.domain.settings.Cleanup;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.domain.settings.RollingConfig;
import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.AuditEvent.EnvironmentSettings;
import dev.slipway.engine.port.store.AuditEvent.Subject;
import dev.slipway.store.SqlStore;
import dev.slipway.store.json.JsonColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Audit rows as each version wrote them, to the letter.
class AuditRowsTest {
  private static final Subject DIGITS = new Subject("digits", "d1", "deployment-1");
  private static final AutoscalingSettings LARGE =
      new AutoscalingSettings(1, 5, 30, 120, 4, 80, 2048, 25);
  private static final EnvironmentSettings ROLLING =
      new EnvironmentSettings(
          LARGE,
          new PromotionSettings(
              true, true, Cleanup.KEEP, new RollingConfig(0, 25, 60, 200), true, 300),
          Backpressure.REJECT_ON_FULL);

  @TempDir Path directory;

  @Test
  void aRowOfVersion1IsReadAsItWasMeant() throws SQLException {
    assertThat(
            read(
                "MODEL_PROMOTION_CONTROL_ACTION",
                """
                {"deployment_id":"d1","environment_name":"production","promotion_id":"p1"}\
                """))
        .isEqualTo(
            new AuditEvent.PromotionControlled(
                new Subject(null, "d1", null), "production", "p1", LineKind.GRACEFUL_CANCEL, null));
    assertThat(
            read(
                "MODEL_DEPLOYMENT_AUTOSCALING_UPDATED",
                """
                {"deployment_id":"d1","deployment_name":"deployment-1"}\
                """))
        .isEqualTo(
            new AuditEvent.AutoscalingChanged(new Subject(null, "d1", "deployment-1"), null, null));
    assertThat(
            read(
                "API_KEY_REVOKED",
                """
                {"api_key_prefix":"abc"}\
                """))
        .isEqualTo(new AuditEvent.ApiKeyDeleted(new AuditEvent.Key("abc", null, false)));
  }

  @Test
  void aRowOfVersion2IsReadAsItWasMeant() throws SQLException {
    assertThat(
            read(
                "MODEL_DEPLOYED",
                """
                {"deployment_id":"d1","deployment_name":"deployment-1","environment_name":"","model_name":"digits","publish":"false","scale_previous_to_zero":"false"}\
                """))
        .isEqualTo(new AuditEvent.DeploymentPushed(DIGITS, null, false, false));
    assertThat(
            read(
                "ENVIRONMENT_UPDATED",
                """
                {"autoscaling_window":"30","concurrency_target":"4","environment_name":"production","max_replica":"5","max_scale_down_rate":"25","max_surge_percent":"0","max_unavailable_percent":"25","min_replica":"1","model_name":"digits","previous_settings.autoscaling_window":"60","previous_settings.concurrency_target":"1","previous_settings.max_replica":"1","previous_settings.max_scale_down_rate":"50","previous_settings.min_replica":"0","previous_settings.promotion_cleanup_strategy":"SCALE_TO_ZERO","previous_settings.ramp_up_duration_seconds":"600","previous_settings.ramp_up_while_promoting":"false","previous_settings.redeploy_on_promotion":"false","previous_settings.rolling_deploy":"false","previous_settings.scale_down_delay":"900","previous_settings.target_utilization_percentage":"70","promotion_cleanup_strategy":"KEEP","ramp_up_duration_seconds":"300","ramp_up_while_promoting":"true","redeploy_on_promotion":"true","replica_overhead_percent":"200","request_backpressure_policy":"REJECT_ON_FULL","rolling_deploy":"true","rolling_deploy_strategy":"REPLICA","scale_down_delay":"120","stabilization_time_seconds":"60","target_in_flight_tokens":"2048","target_utilization_percentage":"80"}\
                """))
        .isEqualTo(
            new AuditEvent.EnvironmentUpdated(
                "digits",
                "production",
                ROLLING,
                new EnvironmentSettings(
                    AutoscalingSettings.DEFAULT, PromotionSettings.DEFAULT, null)));
    assertThat(
            read(
                "MODEL_DEPLOYMENT_REQUEST_BACKPRESSURE_SETTINGS_CHANGED",
                """
                {"deployment_id":"d1","deployment_name":"deployment-1","model_name":"digits","policy":"","previous_policy":"QUEUE_ON_FULL"}\
                """))
        .isEqualTo(new AuditEvent.BackpressureChanged(DIGITS, null, Backpressure.QUEUE_ON_FULL));
  }

  @Test
  void aRowOfVersion3IsReadAsItWasMeant() throws SQLException {
    assertThat(
            read(
                "MODEL_PROMOTION_CONTROL_ACTION",
                """
                {"type":"MODEL_PROMOTION_CONTROL_ACTION","subject":{"modelName":"digits","deploymentId":"d1","deploymentName":"deployment-1"},"environment":"production","promotionId":"p1","action":"PAUSE","reason":null}\
                """))
        .isEqualTo(
            new AuditEvent.PromotionControlled(DIGITS, "production", "p1", LineKind.PAUSE, null));
    assertThat(
            read(
                "API_KEY_CREATED",
                """
                {"type":"API_KEY_CREATED","key":{"prefix":"abc","type":"WORKSPACE_INVOKE","limited":true}}\
                """))
        .isEqualTo(
            new AuditEvent.ApiKeyCreated(
                new AuditEvent.Key("abc", ApiKey.Type.WORKSPACE_INVOKE, true)));
  }

  /// One of each event, in the order of the samples of version 3.
  private static final List<AuditEvent> ALL =
      List.of(
          new AuditEvent.DeploymentPushed(DIGITS, "production", true, true),
          new AuditEvent.DeploymentActivated(DIGITS),
          new AuditEvent.DeploymentDeactivated(DIGITS),
          new AuditEvent.DeploymentRetried(DIGITS),
          new AuditEvent.DeploymentDeleted(DIGITS),
          new AuditEvent.DeploymentRenamed(DIGITS, "before"),
          new AuditEvent.DeploymentPromoted(DIGITS, "production", "p1", true),
          new AuditEvent.PromotionControlled(
              DIGITS, "production", "p1", LineKind.FORCE_CANCEL, "slow"),
          new AuditEvent.AutoscalingChanged(DIGITS, LARGE, AutoscalingSettings.DEFAULT),
          new AuditEvent.BackpressureChanged(DIGITS, Backpressure.REJECT_ON_FULL, null),
          new AuditEvent.ReplicaTerminated(DIGITS, "r1"),
          new AuditEvent.ModelRenamed("digits", "numbers"),
          new AuditEvent.ModelDeleted("digits"),
          new AuditEvent.EnvironmentCreated("digits", "staging", ROLLING),
          new AuditEvent.EnvironmentUpdated("digits", "staging", ROLLING, null),
          new AuditEvent.EnvironmentDeleted("digits", "staging"),
          new AuditEvent.SecretUpdated("s1", "token"),
          new AuditEvent.SecretDeleted("s1", "token"),
          new AuditEvent.ApiKeyCreated(
              new AuditEvent.Key("abc", ApiKey.Type.WORKSPACE_INVOKE, true)),
          new AuditEvent.ApiKeyDeleted(new AuditEvent.Key("abc", ApiKey.Type.PERSONAL, false)));

  /// The samples are never edited, only added to: a renamed component would lose stored rows.
  @Test
  void whatIsWrittenNowHasTheFormOfTheSamplesOfVersion3() throws IOException {
    try (var in =
        Objects.requireNonNull(AuditRowsTest.class.getResourceAsStream("/samples/v3/audit.json"))) {
      assertThat(ALL.stream().map(JsonColumns::write).toList())
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  @Test
  void everyKindOfEventHasASample() {
    assertThat(kinds(AuditEvent.class))
        .containsExactlyInAnyOrderElementsOf(
            ALL.stream().<Class<?>>map(AuditEvent::getClass).toList());
  }

  private static Set<Class<?>> kinds(Class<?> family) {
    Set<Class<?>> all = new HashSet<>();
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (member.isInterface()) {
        all.addAll(kinds(member));
      } else if (member != AuditEvent.Unknown.class) {
        all.add(member);
      }
    }
    return all;
  }

  @Test
  void everyEventIsReadAsItWasWritten() {
    try (var store = SqlStore.sqlite(directory.resolve("slipway.db"))) {
      for (AuditEvent event : ALL) {
        var entry =
            new Audit.Entry(event.type(), Instant.EPOCH, "m1", event, AuditEvent.Actor.SYSTEM);
        var _ =
            store.<Boolean>transact(tx -> {
              tx.audit().append(entry);
              return true;
            });
      }
      assertThat(store.<List<Audit.Entry>>read(tx -> tx.audit().newest("m1", 99)).reversed())
          .extracting(Audit.Entry::event)
          .isEqualTo(ALL);
    }
  }

  @Test
  void aRowThatCannotBeReadIsUnknownAndHidesNoOther() throws SQLException {
    assertThat(read("OF_THE_FUTURE", "{\"type\":\"OF_THE_FUTURE\",\"a\":1}"))
        .isEqualTo(new AuditEvent.Unknown("OF_THE_FUTURE"));
    assertThat(read("MODEL_DELETED", "{")).isEqualTo(new AuditEvent.Unknown("MODEL_DELETED"));
  }

  private AuditEvent read(String type, String data) throws SQLException {
    Path file = directory.resolve("slipway.db");
    SqlStore.sqlite(file).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement =
            connection.prepareStatement(
                """
                INSERT INTO audit_events (id, at, type, model_id, data, key_prefix, key_name, client)
                VALUES (hex(randomblob(8)), 1, ?, 'm1', ?, '', '', '')
                """)) {
      statement.setString(1, type);
      statement.setString(2, data);
      statement.executeUpdate();
    }
    try (var store = SqlStore.sqlite(file)) {
      Audit.Entry entry =
          store.<List<Audit.Entry>>read(tx -> tx.audit().newest("m1", 1)).getFirst();
      assertThat(entry.actor()).isEqualTo(AuditEvent.Actor.SYSTEM);
      return entry.event();
    }
  }
}
