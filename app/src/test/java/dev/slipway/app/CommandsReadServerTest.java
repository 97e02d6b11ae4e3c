package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Cli;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.cli.host.Host;
import dev.slipway.testkit.Await;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentRequestV1;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands and the typed client find every field that they need in the answers of a real
/// server, whose replicas are ready at once and are no processes.
class CommandsReadServerTest {
  private static final String PRODUCTION = "production";
  private static final Object CONFIG =
      WireJson.parse(
          """
          {"model_name":"m","docker_server":{"start_command":"true","server_port":8080,
            "predict_endpoint":"/","readiness_endpoint":"/","liveness_endpoint":"/"}}
          """);

  private final Vertx vertx = Vertx.vertx();

  @TempDir private Path temp = Path.of("");
  private LocalServer server;
  private ManagementClient client;

  @BeforeEach
  void start() throws IOException {
    server = WarmUpServer.startSecond(temp, vertx);
    client = ManagementClient.connect(server.management(), server.apiKey(), System::nanoTime);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    vertx.close().await();
  }

  private String run(String... command) {
    var out = new StringWriter();
    var err = new StringWriter();
    var host =
        new Host(
            Map.of(
                "SLIPWAY_URL", server.management().toString(),
                "SLIPWAY_INFERENCE_URL", server.inference().toString(),
                "SLIPWAY_API_KEY", server.apiKey()),
            InputStream.nullInputStream(),
            new Host.Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, true),
            new Host.Timing(InstantSource.system(), System::nanoTime, Thread::sleep));
    int code = Cli.commandLine(host).execute(command);
    assertThat(code).as("%s: %s%s", String.join(" ", command), out, err).isZero();
    return out.toString();
  }

  private String ramping() {
    String model = client.createModel("m", CONFIG).model().id();
    DeploymentV1 second = client.createDeployment(model, CONFIG).deployment();
    Await.until(
        "the first is in production",
        () -> client.environment(model, PRODUCTION).currentDeployment() != null);
    Await.until(
        "the second is ready",
        () -> client.deployment(model, second.id()).status().equals("ACTIVE"));
    var canary = new UpdatePromotionSettingsV1(false, null, "KEEP", null, true, 600);
    client.update(model, PRODUCTION, new UpdateEnvironmentRequestV1(null, canary, null, null));
    assertThat(client.promote(model, PRODUCTION, second.id()).id()).isEqualTo(second.id());
    Await.until("the ramp has begun", () -> "RAMPING_UP".equals(status(model)));
    return model;
  }

  private String status(String model) {
    var promotion = client.environment(model, PRODUCTION).inProgressPromotion();
    return promotion == null ? "none" : promotion.status();
  }

  @Test
  void everyCommandThatReadsFindsTheFieldsThatItNeeds() {
    String model = ramping();
    assertThat(run("models")).contains(model);
    assertThat(run("deployments", "m")).contains("deployment-2", "ACTIVE");
    assertThat(run("environments", "m")).contains("RAMPING_UP", "canary over 10 min 0 s");
    assertThat(run("environment", "m", PRODUCTION)).contains("KEEP");
    assertThat(run("environment", "m", PRODUCTION, "set", "--cleanup", "KEEP")).contains("KEEP");
    assertThat(run("environment", "m", "staging", "create", "--rolling", "--max-surge", "20"))
        .contains("rolling, 20 % surge a step");
    assertThat(run("receipt", "m", PRODUCTION)).contains("The promotion is still going on.");
    assertThat(run("logs", "m", "deployment-1")).isEmpty();
    assertThat(run("metrics", "m")).contains("METRIC");
    assertThat(run("audit", "m", "--json").lines().count()).isPositive();
    assertThat(run("audit", "m")).contains("THROUGH");
    assertThat(run("pause", "m", PRODUCTION)).contains("is paused");
    assertThat(run("resume", "m", PRODUCTION)).contains("goes on");
    assertThat(run("cancel", "m", PRODUCTION, "--dry-run")).contains("It would answer CANCELED");
    assertThat(run("cancel", "m", PRODUCTION, "--wait", "--timeout", "20s"))
        .contains("Nothing of the candidate is left.");
    assertThat(run("receipt", "m", PRODUCTION))
        .contains("CANCELED", "The candidate served no request.", "Every gateway had confirmed");
  }

  @Test
  void theTypedClientReadsACancelAndItsReceipt() {
    String model = ramping();
    assertThat(client.cancel(model, PRODUCTION, "a test").status()).isEqualTo("CANCELED");
    String promotion = client.promotions(model, PRODUCTION).getFirst().id();
    ReceiptBody receipt = client.receipt(model, PRODUCTION, promotion);
    assertThat(receipt.promotion().status()).isEqualTo("CANCELED");
    assertThat(receipt.candidateServed().afterFence()).isZero();
    assertThat(receipt.fencedAt()).isNotNull();
    assertThat(client.models()).hasSize(1);
    assertThat(client.deployments(model)).hasSize(2);
  }
}
