package dev.slipway.api.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.Bodies;
import dev.slipway.domain.deployment.HealthChecks;
import dev.slipway.domain.deployment.LaunchSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a config says about starting a model.
class LaunchConfigTest {
  private static LaunchSpec parse(String json) {
    return LaunchConfig.parse(Fields.of(Json.parse(json.getBytes(UTF_8)), "config"), null);
  }

  private static String with(String more) {
    return "{\"docker_server\":" + Bodies.SERVER + "," + more + "}";
  }

  @Test
  void aWholeConfigIsRead() {
    LaunchSpec spec =
        parse(
            with(
                """
                "environment_variables":{"A":"1"},"secrets":{"token":null},
                "runtime":{"predict_concurrency":4},"resources":{"cpu":"500m","memory":"512Mi"}\
                """));
    assertThat(spec.serving())
        .isEqualTo(new LaunchSpec.Serving.OwnServer("python3 server.py", 8000));
    assertThat(spec.paths()).isEqualTo(new LaunchSpec.Paths("/predict", "/health", "/live"));
    assertThat(spec.environment()).containsExactly(java.util.Map.entry("A", "1"));
    assertThat(spec.secrets()).containsExactly("token");
    assertThat(spec.limits()).isEqualTo(new LaunchSpec.Limits(4, 500, 512));
  }

  @Test
  void whatIsLeftOutHasADefault() {
    LaunchSpec spec = parse("{\"docker_server\":" + Bodies.SERVER + "}");
    assertThat(spec.limits()).isEqualTo(new LaunchSpec.Limits(256, 1000, 2048));
    assertThat(spec.releaseTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(spec.environment()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "\"1\", 1000",
    "1, 1000",
    "\"0.5\", 500",
    "\"250m\", 250",
    "\"16\", 16000",
    "2.5, 2500"
  })
  void coresAreReadInEveryForm(String cpu, int millicpu) {
    assertThat(parse(with("\"resources\":{\"cpu\":" + cpu + "}")).limits().millicpu())
        .isEqualTo(millicpu);
  }

  @ParameterizedTest
  @CsvSource({"2Gi, 2048", "512Mi, 512", "1G, 954", "500M, 477", "1048576, 1", "1.5Gi, 1536"})
  void memoryIsReadInEveryForm(String memory, int mib) {
    assertThat(parse(with("\"resources\":{\"memory\":\"" + memory + "\"}")).limits().memoryMib())
        .isEqualTo(mib);
  }

  @Test
  void anInstanceTypeWinsOverAmounts() {
    var limits = parse(with("\"resources\":{\"instance_type\":\"4x16\",\"cpu\":\"1\"}")).limits();
    assertThat(limits).isEqualTo(new LaunchSpec.Limits(256, 4000, 16384));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"resources\":{\"cpu\":\"17\"}|config.resources.cpu",
        "\"resources\":{\"cpu\":\"0\"}|config.resources.cpu",
        "\"resources\":{\"cpu\":\"-1\"}|config.resources.cpu",
        "\"resources\":{\"cpu\":\"1e9\"}|config.resources.cpu",
        "\"resources\":{\"memory\":\"65Gi\"}|config.resources.memory",
        "\"resources\":{\"memory\":\"lots\"}|config.resources.memory",
        "\"resources\":{\"accelerator\":\"A100\"}|config.resources.accelerator",
        "\"resources\":{\"use_gpu\":true}|config.resources.use_gpu",
        "\"resources\":{\"instance_type\":\"L4:4x16\"}|config.resources.instance_type",
        "\"resources\":{\"node_count\":2}|config.resources.node_count",
        "\"resources\":[]|config.resources",
        "\"runtime\":{\"predict_concurrency\":0}|config.runtime.predict_concurrency",
        "\"runtime\":{\"transport\":{\"kind\":\"grpc\"}}|config.runtime.transport.kind",
        "\"environment_variables\":{\"PORT\":\"1\"}|config.environment_variables.PORT",
        "\"environment_variables\":{\"A\":[1]}|config.environment_variables.A",
        "\"environment_variables\":{\"A\":null}|config.environment_variables.A",
        "\"environment_variables\":{\"1A\":\"x\"}|config.environment_variables.1A",
        "\"environment_variables\":{\"A\":\"\\u0000\"}|config.environment_variables.A",
        "\"secrets\":{\"a b\":null}|config.secrets.a b"
      })
  void aWrongFieldIsNamed(String field, String path) {
    assertThatThrownBy(() -> parse(with(field)))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith(path + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "start_command|",
        "server_port|",
        "server_port|0",
        "server_port|65536",
        "predict_endpoint|\"predict\"",
        "readiness_endpoint|\"/a b\"",
        "liveness_endpoint|7",
        "liveness_endpoint|"
      })
  void theServerIsCheckedFieldByField(String field, String value) {
    var server = Json.parse(Bodies.SERVER.getBytes(UTF_8));
    var wrong = (tools.jackson.databind.node.ObjectNode) server;
    if (value == null) {
      wrong.remove(field);
    } else {
      wrong.set(field, Json.parse(value.getBytes(UTF_8)));
    }
    assertThatThrownBy(() -> parse("{\"docker_server\":" + server + "}"))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("config.docker_server." + field + ": ");
  }

  @Test
  void howLongProbesMayFailIsReadForEveryKindOfModel() {
    var runtime =
        """
        "runtime":{"health_checks":{"startup_threshold_seconds":3000,
        "stop_traffic_threshold_seconds":10,"restart_threshold_seconds":2940,
        "restart_check_delay_seconds":60}}\
        """;
    var said = new HealthChecks(3_000, 10, 2_940, 60);
    assertThat(parse(with(runtime)).healthChecks()).isEqualTo(said);
    assertThat(parse("{" + runtime + "}").healthChecks()).isEqualTo(said);
    assertThat(parse(with("\"runtime\":{\"health_checks\":{}}")).healthChecks())
        .isEqualTo(HealthChecks.NONE);
  }

  @Test
  void aDeploymentHasAtLeastTheTimeThatItsConfigGivesToAStart() {
    var start = "\"runtime\":{\"health_checks\":{\"startup_threshold_seconds\":%d}}";
    assertThat(parse(with(start.formatted(3_000))).releaseTimeout())
        .isEqualTo(Duration.ofMinutes(50));
    assertThat(parse(with(start.formatted(60))).releaseTimeout()).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"startup_threshold_seconds\":9|startup_threshold_seconds: 9 (expected: an integer from 10 to 3000)",
        "\"startup_threshold_seconds\":3001|startup_threshold_seconds: 3001 (expected",
        "\"stop_traffic_threshold_seconds\":9|stop_traffic_threshold_seconds: 9 (expected",
        "\"restart_threshold_seconds\":\"60\"|restart_threshold_seconds: \"60\" (expected",
        "\"restart_check_delay_seconds\":-1|restart_check_delay_seconds: -1 (expected",
        "\"restart_check_delay_seconds\":1201|restart_check_delay_seconds: 1201, and restart_threshold_seconds is 1800 by default (expected: at most 3000 together)",
        "\"restart_check_delay_seconds\":1,\"restart_threshold_seconds\":3000|restart_check_delay_seconds: 1, and"
      })
  void timesOfProbesThatCannotBeAreRefused(String given, String message) {
    assertThatThrownBy(() -> parse("{\"runtime\":{\"health_checks\":{" + given + "}}}"))
        .isInstanceOf(Problem.class)
        .hasMessageStartingWith("config.runtime.health_checks." + message);
  }

  @Test
  void aModelWithoutAServerRunsOnTrusssOwn() {
    LaunchSpec spec =
        parse(
            """
            {"model_name":"m","docker_server":null,"secrets":{"token":null},
            "environment_variables":{"A":"1"},"resources":{"accelerator":"T4","use_gpu":true}}\
            """);
    assertThat(spec.runsTruss()).isTrue();
    assertThat(spec.paths())
        .isEqualTo(
            new LaunchSpec.Paths(
                "/v1/models/model:predict",
                "/v1/models/model",
                "/v1/models/model",
                new HealthChecks(null, null, 1_800, null)));
    assertThat(spec.secrets()).containsExactly("token");
    assertThat(spec.environment()).containsEntry("A", "1");
    assertThat(spec.limits().concurrency()).isEqualTo(1);
  }

  @Test
  void trusssOwnServerTakesAsManyRequestsAsTheConfigSays() {
    assertThat(parse("{\"runtime\":{\"predict_concurrency\":8}}").limits().concurrency())
        .isEqualTo(8);
  }

  @Test
  void numbersAndTruthsBecomeVariablesAsTrussWritesThem() {
    String config =
        with("\"environment_variables\":{\"A\":4,\"B\":true,\"C\":0.50,\"D\":1e20,\"E\":\"x\"}");
    assertThat(parse(config).environment())
        .isEqualTo(Map.of("A", "4", "B", "true", "C", "0.5", "D", "1e+20", "E", "x"));
  }

  @Test
  void aServerWithoutItsCommandIsRefused() {
    assertThatThrownBy(() -> parse("{\"docker_server\":{\"server_port\":8000}}"))
        .hasMessageStartingWith("config.docker_server.start_command: missing")
        .hasMessageContaining("Truss");
  }
}
