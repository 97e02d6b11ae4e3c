package dev.slipway.api.input;

import dev.slipway.config.ConfigReview;
import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.catalog.Names;
import dev.slipway.engine.catalog.NewDeployment;
import dev.slipway.engine.promotion.PromoteOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The checked description of the deployment that a push makes, for every operation that takes one.
///
/// @param warnings sentences on its config, which say what has no effect here
/// @param promotion how it is promoted to `environment`
public record Payload(
    NewDeployment.Config config,
    LaunchSpec launch,
    @Nullable String name,
    @Nullable String environment,
    boolean development,
    List<String> warnings,
    PromoteOptions promotion) {
  /// Where local replicas run.
  public static final String REGION = "local";

  static final int MIN_TIMEOUT_MINUTES = 10;
  static final int MAX_TIMEOUT_MINUTES = 1440;

  public static Payload parse(Fields f) {
    Integer minutes = f.integer("deploy_timeout_minutes", MIN_TIMEOUT_MINUTES, MAX_TIMEOUT_MINUTES);
    f.object("user_env");
    f.absent(
        "autoscaling_settings",
        "request_backpressure_settings",
        "autoscaling_schedule_settings",
        "promotion_settings_override",
        "instance_type_id");
    String region = f.text("region", Limits.NAME);
    if (region != null && !region.equals(REGION)) {
      throw Problem.invalid(
          "%s: \"%s\" (expected: %s)".formatted(f.path("region"), Texts.cut(region), REGION));
    }
    if (!f.flag("create_environment_if_missing", true)) {
      throw Problem.notAvailable(f.path("create_environment_if_missing") + ": false is");
    }
    String name = f.text("deployment_name", Limits.NAME);
    String environment = f.text("environment_name", Limits.ENVIRONMENT);
    boolean development = f.flag("is_development", false);
    boolean preserve = f.flag("preserve_env_instance_type", true);
    checkDevelopment(f, development, preserve);
    check(f.path("deployment_name"), name == null ? null : Names.checkDeployment(name));
    check(
        f.path("environment_name"),
        environment == null ? null : Names.checkEnvironment(environment));
    if (environment == null && !preserve) {
      throw Problem.invalid(
          f.path("preserve_env_instance_type") + ": false (expected: only with environment_name)");
    }
    Fields config = f.requiredObject("config");
    var texts =
        new NewDeployment.Config(
            json(f, "config", Limits.CONFIG), f.text("raw_config", Limits.RAW_CONFIG), labels(f));
    LaunchSpec launch = LaunchConfig.parse(config, minutes);
    ConfigReview review = review(config, texts.raw());
    if (!review.errors().isEmpty()) {
      throw Problem.invalid(String.join(" ", review.errors()));
    }
    return new Payload(
        texts,
        launch,
        name,
        environment,
        development,
        review.warnings(),
        new PromoteOptions(true, preserve));
  }

  /// @param raw config.yaml to the letter; null: not known
  public static ConfigReview review(Fields config, @Nullable String raw) {
    return ConfigReview.of((Map<?, ?>) Json.plain(config.whole()), raw);
  }

  /// The same push, after whose promotion the previous deployment keeps its replicas.
  public Payload keepingPrevious() {
    var keeping = new PromoteOptions(false, promotion.preserveInstanceType());
    return new Payload(config, launch, name, environment, development, warnings, keeping);
  }

  /// @throws Problem where it needs an archive and there is none
  public NewDeployment from(@Nullable String archive) {
    if (archive == null && launch.runsTruss()) {
      throw Problem.invalid(
          "source.s3_key: missing: no files were sent with this push, and a model without a docker_server needs them (expected: an uploaded archive with config.yaml and model/model.py; push the model's directory with 'slipway push DIR' or 'truss push', or write a docker_server with a start_command into the config)");
    }
    return new NewDeployment(name, archive, config, launch, development, environment, promotion);
  }

  private static void checkDevelopment(Fields f, boolean development, boolean preserve) {
    if (!development) {
      return;
    }
    for (String excluded : new String[] {"environment_name", "deployment_name"}) {
      if (f.value(excluded) != null) {
        throw Problem.invalid(
            f.path(excluded) + ": given (expected: left out where is_development is true)");
      }
    }
    if (!preserve) {
      throw Problem.invalid(
          f.path("preserve_env_instance_type")
              + ": false (expected: left out where is_development is true)");
    }
  }

  private static void check(String path, @Nullable String problem) {
    if (problem != null) {
      throw Problem.invalid(path + ": " + problem);
    }
  }

  private static @Nullable String labels(Fields f) {
    return f.object("labels") == null ? null : json(f, "labels", Limits.LABELS);
  }

  private static String json(Fields f, String name, int max) {
    JsonNode value = f.required(name, "a JSON object");
    String text = Json.text(value);
    if (text.length() > max) {
      throw Problem.tooLarge(
          "%s: %d characters (expected: at most %d)".formatted(f.path(name), text.length(), max));
    }
    return text;
  }
}
