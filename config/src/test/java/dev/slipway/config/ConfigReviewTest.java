package dev.slipway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReviewTest {
  private static ConfigReview of(String yaml) throws BadYaml {
    return ConfigReview.of(YamlText.read(yaml).mapping(), yaml);
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndWhatWasMeant() throws BadYaml {
    var review =
        of(
            """
            model_name: x
            resorces: {cpu: 1}
            runtime:
              predict_concurency: 2
            predict_concurrency: 3
            weights: [{sorce: a}]
            colour: blue
            """);
    assertThat(review.warnings())
        .containsExactly(
            "config.yaml:2: resorces: unknown key, without effect. Did you mean \"resources\"?",
            "config.yaml:4: runtime.predict_concurency: unknown key, without effect. Did you mean"
                + " \"runtime.predict_concurrency\"?",
            "config.yaml:5: predict_concurrency: unknown key, without effect. Did you mean"
                + " \"runtime.predict_concurrency\"?",
            "config.yaml:6: weights[0].sorce: unknown key, without effect. Did you mean"
                + " \"weights[].source\"?",
            "config.yaml:7: colour: unknown key, without effect.");
  }

  @Test
  void whateverIsFreeIsNotChecked() throws BadYaml {
    assertThat(
            of("""
            model_metadata: {anything: {at: all}}
            environment_variables: {SOME: x}
            secrets: {some: null}
            """)
                .warnings())
        .isEmpty();
  }

  @Test
  void atMostTwentyUnknownKeysAreNamed() throws BadYaml {
    var yaml = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      yaml.append("zzzzzzzz%d: 1\n".formatted(i));
    }
    assertThat(of(yaml.toString()).warnings()).hasSize(ConfigKeys.MAX_NAMED);
  }

  @Test
  void whatIsAskedForAndNotGivenIsSaid() throws BadYaml {
    var review =
        of(
            """
            base_image: {image: "python:3.11"}
            system_packages: [ffmpeg, git]
            build_commands: [make]
            resources: {accelerator: T4}
            runtime: {egress_restrictions: {ip_allow_list: [10.0.0.1]}}
            """);
    assertThat(review.errors()).isEmpty();
    assertThat(review.warnings())
        .containsExactly(
            "config.yaml:1: base_image: python:3.11 is not used; the model runs on this machine,"
                + " with what is installed there.",
            "config.yaml:2: system_packages: not installed; the model finds what this machine has"
                + " of: ffmpeg, git.",
            "config.yaml:3: build_commands: 1 not run, as they are written for an image.",
            "config.yaml:4: resources.accelerator: no GPU is reserved; the model sees those of this"
                + " machine, or none.",
            "config.yaml:5: runtime.egress_restrictions: not enforced: the model may open any"
                + " connection from here.");
  }

  @Test
  void whatATrussModelCannotRunWithoutIsAnErrorAndElseAWarning() throws BadYaml {
    String asked =
        """
        weights: [{source: "hf://a/b", mount_location: /m}]
        trt_llm: {build: {}}
        model_cache: [{repo_id: a/b, use_volume: true}]
        """;
    assertThat(of(asked).errors())
        .hasSize(3)
        .first()
        .isEqualTo(
            "config.yaml:1: weights: delivered by a volume that is not there (expected: left out;"
                + " let load() download what it needs).");
    var own = of(asked + "docker_server: {start_command: x}\n");
    assertThat(own.errors()).isEmpty();
    assertThat(own.warnings()).hasSize(3);
  }

  @Test
  void theDefaultsThatTheTrussCommandSendsAskForNothing() throws BadYaml {
    var review =
        of(
            """
            base_image: null
            model_cache: []
            weights: []
            bdn: {mounts: [], access: [], hotload: {enabled: false}}
            trt_llm: null
            resources: {cpu: "1", memory: 2Gi, accelerator: null, use_gpu: false}
            runtime: {oidc: {enabled: null}, remote_ssh: {enabled: false}, egress_restrictions: null}
            build: {model_server: TrussServer, arguments: {}, secret_to_path_mapping: {}}
            """);
    assertThat(review).isEqualTo(new ConfigReview(List.of(), List.of()));
  }

  @Test
  void twoKeysOfOneNameInTheTextAreAnErrorWhateverTheParsedConfigSays() {
    var review = ConfigReview.of(Map.of("model_name", "b"), "model_name: a\nmodel_name: b\n");
    assertThat(review.errors())
        .containsExactly(
            "config.yaml:2:1: The key 'model_name' is there twice: also in line 1. Keep one of them.");
    assertThat(ConfigReview.of(Map.of(), "a: [\n").warnings())
        .singleElement()
        .asString()
        .endsWith("The parsed config that came with it counts.");
  }
}
