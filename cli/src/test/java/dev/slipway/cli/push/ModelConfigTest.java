package dev.slipway.cli.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {

  @Test
  void theConfigIsReadAsJsonAndKeptAsItStands() {
    String raw = "model_name: digits # a name\ndocker_server:\n  server_port: 8081\n";
    ModelConfig config = ModelConfig.parse("config.yaml", raw);
    assertThat(config.raw()).isEqualTo(raw);
    assertThat(config.modelName()).isEqualTo("digits");
    assertThat(config.config())
        .isEqualTo(
            WireJson.parse("{\"model_name\":\"digits\",\"docker_server\":{\"server_port\":8081}}"));
  }

  @ParameterizedTest
  @CsvSource({
    "'a: 1\nb: [1, 2\nc: 3\n', config.yaml:3",
    "'a: 1\nb: 2\na: 3\n', config.yaml:3",
    "'a: 1\n\tb: 2\n', config.yaml:2",
    "'a: 1\na: 2\n', config.yaml:2:1: The key 'a' is there twice: also in line 1.",
    "'- a\n- b\n', config.yaml: The text is no mapping",
    "'environment_variables:\n  NO: x\n', config.yaml:2: this key is no text: YAML reads it as false",
    "'x: 1\nmodel_name: 12\n', config.yaml:2: model_name is no text"
  })
  void whatIsWrongIsSaidWithItsLine(String raw, String expected) {
    assertThatThrownBy(() -> ModelConfig.parse("config.yaml", raw))
        .isInstanceOf(Failure.class)
        .hasMessageStartingWith(expected);
  }

  @Test
  void aliasesMergeKeysAndTheWordsOfYaml11AreReadAsTheTrussCommandReadsThem() {
    String raw =
        """
        region: &where eu-west-1
        defaults: &defaults {A: "1"}
        environment_variables:
          <<: *defaults
          REGION: *where
        resources: {use_gpu: no}
        secrets: {token: null}
        model_metadata: {12: twelve}
        """;
    assertThat(ModelConfig.parse("config.yaml", raw).config())
        .isEqualTo(
            WireJson.parse(
                """
                {"region": "eu-west-1", "defaults": {"A": "1"},
                 "environment_variables": {"A": "1", "REGION": "eu-west-1"},
                 "resources": {"use_gpu": false}, "secrets": {"token": null},
                 "model_metadata": {"12": "twelve"}}
                """));
  }

  @Test
  void aDirectoryWithoutAConfigIsRefused(@TempDir Path directory) throws IOException {
    assertThatThrownBy(() -> ModelConfig.read(directory))
        .hasMessageContaining("has no config.yaml");
    assertThatThrownBy(() -> ModelConfig.read(directory.resolve("none")))
        .hasMessageContaining("is no directory");
    Files.writeString(directory.resolve("config.yaml"), "#".repeat(ModelConfig.MAX_BYTES + 1));
    assertThatThrownBy(() -> ModelConfig.read(directory)).hasMessageContaining("at most 102400");
    Files.write(directory.resolve("config.yaml"), new byte[] {'a', ':', (byte) 0xff});
    assertThatThrownBy(() -> ModelConfig.read(directory)).hasMessageContaining("is not UTF-8");
  }
}
