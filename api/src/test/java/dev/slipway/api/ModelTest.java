package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import dev.slipway.domain.environment.EnvironmentKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/// A server with one model for each test, and promotions of it to take back.
public abstract class ModelTest extends ServerTest {
  public String model;
  public String first;
  public String env;
  public EnvironmentKey production;

  @BeforeEach
  void createModel() {
    model = server.model("digits");
    first = server.get("/v1/models/" + model).at("/production_deployment_id");
    env = "/v1/models/" + model + "/environments/production";
    production = new EnvironmentKey(model, EnvironmentKey.PRODUCTION);
  }

  /// Promotes a second deployment, which gets a tenth more of the traffic every ten seconds.
  String promotedAsCanary() {
    String second = server.deployment(model);
    server.patch(
        env,
        "{\"promotion_settings\":{\"ramp_up_while_promoting\":true,\"ramp_up_duration_seconds\":100}}");
    assertThat(server.post(env + "/promote", Bodies.promote(second)).at("/id")).isEqualTo(second);
    server.settle();
    return second;
  }

  /// As above, and brings it to 30 %.
  public String canary() {
    String second = promotedAsCanary();
    server.time.advance(Duration.ofSeconds(25));
    server.settle();
    return second;
  }

  /// Promotes a second deployment replica by replica over four of them, to two.
  String rolling() {
    String second = server.deployment(model);
    server.patch(
        env,
        """
        {"autoscaling_settings":{"min_replica":4,"max_replica":8},
         "promotion_settings":{"rolling_deploy":true,"rolling_deploy_config":
          {"max_surge_percent":50,"stabilization_time_seconds":60}}}\
        """);
    server.settle();
    assertThat(server.post(env + "/promote", Bodies.promote(second)).status()).isEqualTo(200);
    server.settle();
    return second;
  }

  public String promotion() {
    return server.get(env + "/promotions").at("/promotions/0/id");
  }

  public Got withKey(String key, String method, String path, @Nullable String body) {
    var request =
        server
            .request(method, path, body)
            .header("Authorization", "Api-Key " + server.key)
            .header("Idempotency-Key", key);
    return server.send(body == null ? request : request.header("Content-Type", "application/json"));
  }
}
