package dev.slipway.store;

import static dev.slipway.testkit.contract.StoreContractRows.PRODUCTION;
import static dev.slipway.testkit.contract.StoreContractRows.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.deployment.DeploymentMachine.Build;
import dev.slipway.domain.deployment.DeploymentPhase;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.environment.Split;
import dev.slipway.domain.promotion.Command;
import dev.slipway.domain.promotion.LineKind;
import dev.slipway.domain.promotion.Observation;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.promotion.Outcome;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionCommands;
import dev.slipway.domain.promotion.PromotionMachine;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.engine.Engine;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.Deployments;
import dev.slipway.engine.port.store.MetricSample;
import dev.slipway.engine.port.store.PromotionEvent;
import dev.slipway.engine.port.store.StoreException;
import dev.slipway.testkit.contract.StoreContractRows;
import dev.slipway.testkit.fake.CountingTelemetry;
import dev.slipway.testkit.fake.FakeRoutes;
import dev.slipway.testkit.fake.FakeRuntime;
import dev.slipway.testkit.fake.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Promise P8: what cannot be read ends with all traffic on the stable deployment.
class UnreadableRowTest {
  private static final String[] BROKEN = {
    "", "null", "{", "{}", "[]", "{\"type\":\"of_the_future\",\"deployment\":\"d2\"}"
  };

  private static final Side READY = new Side(100, 100, 100, false, 0, null, null);

  @TempDir Path directory;
  private @Nullable SqlStore opened;

  @BeforeEach
  void writeAPromotionInProgress() {
    opened = SqlStore.sqlite(directory.resolve("slipway.db"));
    store()
        .write(tx -> {
          tx.models().insert(StoreContractRows.model("m1"));
          tx.deployments().insert(StoreContractRows.deployment("d1"));
          tx.deployments().insert(StoreContractRows.deployment("d2"));
          tx.environments()
              .insert(
                  StoreContractRows.environment("production")
                      .withCurrent("d1")
                      .withCandidate("d2")
                      .withRouting(new Routing(7, new Split.Shared("d1", "d2", 40))));
          tx.environments().insert(StoreContractRows.environment("staging"));
          tx.promotions()
              .insert(
                  StoreContractRows.promotion("p1", new PromotionState.RampingUp(T0, 4, T0, T0)));
        });
  }

  @AfterEach
  void close() {
    store().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "{}",
        "[]",
        "{\"type\":\"of_the_future\",\"deployment\":\"d2\"}",
        "{\"type\":\"whole\"}",
        "{\"type\":\"whole\",\"deployment\":null}",
        "{\"type\":\"shared\",\"stable\":\"d1\",\"candidate\":\"d2\"}",
        "{\"type\":\"shared\",\"stable\":\"d1\",\"candidate\":\"d2\",\"candidatePercent\":101}",
        "{\"type\":\"shared\",\"stable\":\"d1\",\"candidate\":\"d1\",\"candidatePercent\":50}"
      })
  void anUnreadableSplitSendsEverythingToTheCurrentDeployment(String split) throws SQLException {
    execute("UPDATE environments SET split = ?", split);
    List<Environment> all = store().<List<Environment>>read(tx -> tx.environments().all());
    assertThat(all)
        .extracting(Environment::routing)
        .containsExactly(new Routing(7, new Split.Whole("d1")), new Routing(0, new Split.None()));
    assertThat(all).extracting(Environment::settings).containsOnly(StoreContractRows.SETTINGS);
  }

  @Test
  void unreadableSettingsDoNotStopTheTraffic() throws SQLException {
    execute("UPDATE environments SET settings = ?", "{\"autoscaling\":7}");
    Environment environment = store().<Environment>read(tx -> tx.environments().find(PRODUCTION));
    assertThat(environment.routing().split()).isEqualTo(new Split.Shared("d1", "d2", 40));
    assertThat(environment.settings().autoscaling()).isEqualTo(AutoscalingSettings.DEFAULT);
  }

  @Test
  void anUnreadableSampleIsAGapAndHidesNoOther() throws SQLException {
    var scale = new MetricSample.Scale("d1", "production", 1, 0, 0, 0);
    for (int i = 1; i <= 2; i++) {
      var sample = new MetricSample("m1", T0.plusSeconds(i), List.of(), List.of(scale));
      store()
          .write(tx -> {
            tx.metrics().append(sample);
          });
    }
    execute("UPDATE metric_samples SET data = ? WHERE seq = 1", "{\"flows\":7}");
    var read = new ArrayList<MetricSample>();
    var _ =
        store()
            .<Boolean>read(tx -> {
              tx.metrics().read("m1", T0, T0.plusSeconds(9), read::add);
              return true;
            });
    assertThat(read).extracting(MetricSample::scales).containsExactly(List.of(), List.of(scale));
  }

  @Test
  void anUnreadableRowIsLoggedOnce() throws SQLException {
    execute("UPDATE environments SET split = ?", "garbage");
    var captured = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      for (int i = 0; i < 3; i++) {
        store().<Environment>read(tx -> tx.environments().find(PRODUCTION));
      }
    } finally {
      System.setErr(before);
    }
    assertThat(captured.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("row m1/production, column split")
        .contains("garbage");
  }

  @Test
  void anUnreadablePromotionFailsAtTheNextTickWithEverythingOnTheStableSide() throws SQLException {
    for (String column : List.of("state", "terms")) {
      for (String text : BROKEN) {
        execute("UPDATE promotions SET " + column + " = ?", text);
        Promotion p = onlyActive();
        var seen =
            new Observation(
                T0,
                new Routing(7, new Split.Shared("d1", "d2", 40)),
                READY,
                READY,
                1,
                false,
                false);
        var decision = PromotionMachine.decide(p, seen);
        assertThat(p.state()).isEqualTo(new PromotionState.Unreadable(column));
        assertThat(decision.next())
            .isEqualTo(
                new PromotionState.Failed(
                    T0,
                    "The promotion's stored %s cannot be read: a newer version of Slipway wrote it, or it was damaged."
                        .formatted(column)));
        assertThat(decision.routing()).isEqualTo(new Routing(8, new Split.Whole("d1")));
      }
    }
    Promotion failed = onlyActive().with(new PromotionState.Failed(T0, "unreadable"));
    assertThat(store().<Boolean>transact(tx -> tx.promotions().update(failed))).isTrue();
    assertThat(store().<Promotion>read(tx -> tx.promotions().find("p1"))).isEqualTo(failed);
    assertThat(store().<List<Promotion>>read(tx -> tx.promotions().active())).isEmpty();
  }

  @Test
  void anUnreadablePromotionCanBeCanceled() throws SQLException {
    execute("UPDATE promotions SET state = ?", "{\"type\":\"of_the_future\"}");
    var routing = new Routing(7, new Split.Shared("d1", "d2", 40));
    var outcome =
        PromotionCommands.accept(
            PRODUCTION,
            onlyActive(),
            new Command.Cancel(),
            new Observation(T0, routing, READY, READY, 1, false, false));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Accepted.class,
            a -> assertThat(a.decision().routing().split()).isEqualTo(new Split.Whole("d1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SUCCEEDED", "CANCELED", "FAILED"})
  void aPromotionThatIsOverStaysOverWhereItCannotBeRead(String status) throws SQLException {
    execute(
        "UPDATE promotions SET active = 0, ended_at = 9, terms = '', state = '', status = ?",
        status);
    Promotion p = store().<Promotion>read(tx -> tx.promotions().find("p1"));
    assertThat(p.state().status()).isEqualTo(status);
    assertThat(p.state().isTerminal()).isTrue();
  }

  @Test
  void aLineOfAKindThatANewerVersionWroteHidesNoOther() throws SQLException {
    for (LineKind kind : List.of(LineKind.STARTED, LineKind.SHIFT)) {
      var line =
          new PromotionEvent(
              "p1",
              T0,
              kind,
              kind.name(),
              null,
              new PromotionEvent.After("", 0, 0),
              PromotionEvent.Counted.NOTHING);
      store()
          .write(tx -> {
            tx.promotions().append(line);
          });
    }
    execute("UPDATE promotion_events SET kind = ? WHERE text = 'STARTED'", "OF_THE_FUTURE");
    assertThat(store().<List<PromotionEvent>>read(tx -> tx.promotions().events("p1")))
        .extracting(PromotionEvent::kind)
        .containsExactly(LineKind.UNKNOWN, LineKind.SHIFT);
  }

  @Test
  void aDeploymentWithAnUnreadablePhaseGoesOnRunning() throws SQLException {
    execute("UPDATE deployments SET autoscaling = '', phase = ?", "{\"type\":\"of_the_future\"}");
    Deployment d = store().<Deployment>read(tx -> tx.deployments().find("d1"));
    assertThat(d.phase()).isEqualTo(new DeploymentPhase.Live(T0));
    assertThat(d.placement().desiredReplicas()).isEqualTo(2);
  }

  @Test
  void aDeploymentWithAnUnreadableSourceDoesNotHideTheOthers() throws SQLException {
    execute("UPDATE deployments SET source = ? WHERE id = 'd2'", "{}");
    assertThat(store().<List<Deployment>>read(tx -> tx.deployments().all()))
        .extracting(Deployment::id)
        .contains("d1")
        .doesNotContain("d2");
    assertThat(store().<List<String>>read(tx -> tx.deployments().ids()))
        .as("it is there all the same")
        .containsExactly("d1", "d2");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store().<Deployment>read(tx -> tx.deployments().find("d2")))
        .withMessageContaining("deployments, row d2, column source")
        .withMessageContaining("restore a backup");
  }

  @Test
  void whatARowThatCannotBeReadMayUseIsNotRemoved() throws SQLException {
    var time = new ManualTime(T0);
    var runtime = new FakeRuntime(time).allAtOnce();
    String artifact = "deleted1";
    var bare = StoreContractRows.bareDeployment("deleted1");
    var source = new Deployment.Source(artifact, null, "{}", null, null, bare.source().launch());
    var deleted =
        new Deployment(bare.id(), "m1", bare.name(), T0, source, bare.placement(), bare.phase());
    runtime.prepare(deleted);
    store()
        .write(tx -> {
          tx.deployments().insert(deleted);
          tx.deployments().delete(deleted.id());
        });
    execute("UPDATE deployments SET source = ? WHERE id = 'd2'", "{}");
    keepUp(runtime, time);
    assertThat(runtime.forgotten()).containsExactly("deleted1");
    assertThat(runtime.build(artifact)).isInstanceOf(Build.Done.class);

    store()
        .write(tx -> {
          tx.deployments().delete("d2");
        });
    assertThat(store().<List<Deployments.Deleted>>read(tx -> tx.deployments().deleted()))
        .contains(new Deployments.Deleted("d2", null));
    keepUp(runtime, time);
    assertThat(runtime.build(artifact)).isInstanceOf(Build.Pending.class);
    assertThat(store().<List<Deployments.Deleted>>read(tx -> tx.deployments().deleted())).isEmpty();
  }

  private void keepUp(FakeRuntime runtime, ManualTime time) {
    var routes = new FakeRoutes();
    var ports =
        new Engine.Ports(
            store(),
            runtime,
            routes,
            routes,
            new CountingTelemetry(),
            new Ids(new Random(1)),
            time);
    var _ = Engine.on(ports).worker().turn();
  }

  private SqlStore store() {
    SqlStore store = opened;
    if (store == null) {
      throw new IllegalStateException("store: none (expected: opened before the test)");
    }
    return store;
  }

  private Promotion onlyActive() {
    List<Promotion> active = store().<List<Promotion>>read(tx -> tx.promotions().active());
    assertThat(active).hasSize(1);
    return active.getFirst();
  }

  private void execute(String sql, String argument) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("slipway.db"));
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      statement.executeUpdate();
    }
  }
}
