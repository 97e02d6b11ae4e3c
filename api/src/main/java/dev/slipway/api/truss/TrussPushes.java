package dev.slipway.api.truss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.http.NotHere;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Tenant;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.LaunchConfig;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Payload;
import dev.slipway.api.input.Problem;
import dev.slipway.api.truss.s3.UploadGrants;
import dev.slipway.api.upload.ModelCreation;
import dev.slipway.config.ConfigReview;
import dev.slipway.engine.catalog.ModelCatalog;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A push of the truss command. It creates what the REST operations create, through the same door.
public final class TrussPushes {
  /// The keys of a push that the truss command names as the REST operations do.
  private static final List<String> SAME = List.of("environment_name", "deploy_timeout_minutes");

  private final ModelCreation modelCreation;
  private final UploadGrants grants;
  private final TrussReads reads;
  private final Tenant tenant;

  public TrussPushes(
      ModelCreation modelCreation, UploadGrants grants, TrussReads reads, Tenant tenant) {
    this.modelCreation = modelCreation;
    this.grants = grants;
    this.reads = reads;
    this.tenant = tenant;
  }

  private record Verdict(boolean success, String details) {
    static Verdict of(List<String> errors, List<String> warnings) {
      return new Verdict(
          errors.isEmpty(), Json.line(Map.of("errors", errors, "warnings", warnings)));
    }
  }

  Object validate(Request request, Fields arguments) {
    var errors = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    try {
      Fields config = Fields.of(config(arguments), "config");
      ConfigReview review = Payload.review(config, null);
      errors.addAll(review.errors());
      warnings.addAll(review.warnings());
      LaunchConfig.parse(config, null);
    } catch (Problem p) {
      errors.add(p.message());
    }
    return Json.plain(Verdict.of(errors, warnings));
  }

  Object credentials(Request request, Fields arguments) {
    return Json.plain(grants.credentials(request.base()));
  }

  Object create(Request request, Fields arguments) {
    if ("CHAINS".equals(arguments.text("model_origin", Limits.NAME))) {
      throw Problem.invalid("model_origin: CHAINS. " + NotHere.CHAINS);
    }
    String team = arguments.text("team_id", Limits.ID);
    if (team != null) {
      tenant.check(team);
    }
    return deployed(
        request,
        modelCreation.create(
            arguments.requiredText("name", Limits.NAME),
            !arguments.flag("allow_truss_download", true),
            arguments.requiredText("s3_key", Limits.ID),
            payload(arguments, "version_name"),
            request.actor()));
  }

  Object push(Request request, Fields arguments) {
    Payload payload = payload(arguments, "name");
    boolean scale = arguments.flag("scale_down_old_production", true);
    return deployed(
        request,
        modelCreation.push(
            arguments.requiredText("model_id", Limits.ID),
            arguments.requiredText("s3_key", Limits.ID),
            scale ? payload : payload.keepingPrevious(),
            request.actor()));
  }

  /// Why there is no push of a development deployment.
  static Problem noDrafts() {
    return Problem.invalid(
        "Development deployments of truss push --watch are not available: nothing here patches a running deployment. Push without --watch; each push is a deployment of its own.");
  }

  private Object deployed(Request request, ModelCatalog.Created created) {
    var oracle = reads.oracle(request, created.model());
    return Json.plain(Map.of("model_version", reads.version(oracle, created.deployment())));
  }

  /// @param name the argument that names the deployment
  private static Payload payload(Fields arguments, String name) {
    var push = new LinkedHashMap<String, @Nullable Object>();
    push.put("config", config(arguments));
    push.put("raw_config", rawConfig(arguments));
    push.put("labels", labels(arguments));
    push.put("deployment_name", arguments.value(name));
    SAME.forEach(key -> push.put(key, arguments.value(key)));
    if (arguments.value("environment_name") != null) {
      push.put("preserve_env_instance_type", arguments.value("preserve_env_instance_type"));
    }
    return Payload.parse(Fields.of(Json.node(push), ""));
  }

  private static JsonNode config(Fields arguments) {
    return Json.parse(
        decoded(arguments.requiredText("config", Limits.ENCODED_CONFIG), "config"), "config");
  }

  private static @Nullable String rawConfig(Fields arguments) {
    String encoded = arguments.text("raw_config", Limits.ENCODED_CONFIG);
    if (encoded == null) {
      return null;
    }
    try {
      var bytes = ByteBuffer.wrap(decoded(encoded, "raw_config"));
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw Problem.invalid("raw_config: not UTF-8 (expected: the text of config.yaml)");
    }
  }

  private static @Nullable Object labels(Fields arguments) {
    String text = arguments.text("user_deploy_metadata", Limits.LABELS);
    return text == null ? null : Json.parse(text.getBytes(UTF_8), "user_deploy_metadata");
  }

  private static byte[] decoded(String text, String path) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(path + ": not base64 (expected: it is, as one line)");
    }
  }
}
