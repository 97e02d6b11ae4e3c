package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds models and deployments by id or by name. An id wins over a name.
final class Refs {
  /// A deployment and its model.
  record DeploymentRef(String model, JsonNode deployment) {
    String id() {
      return WireJson.text(deployment, "id");
    }

    String name() {
      return WireJson.text(deployment, "name");
    }
  }

  private final Api api;

  Refs(Api api) {
    this.api = api;
  }

  JsonNode model(String ref) {
    List<JsonNode> all = models();
    JsonNode found = pick("model", ref, all);
    if (found == null) {
      throw unknown("There is no model '" + ref + "'", all, "See 'slipway models'.");
    }
    return found;
  }

  String modelId(String ref) {
    return WireJson.text(model(ref), "id");
  }

  /// @return null: no model has this name
  @Nullable JsonNode modelNamed(String name) {
    return api.get("/v1/models?name=" + Urls.query(name)).json().path("models").values().stream()
        .filter(m -> WireJson.text(m, "name").equals(name))
        .findFirst()
        .orElse(null);
  }

  DeploymentRef deployment(String modelRef, String ref) {
    String model = modelId(modelRef);
    List<JsonNode> all = deployments(model);
    JsonNode found = pick("deployment", ref, all);
    if (found == null) {
      throw unknown(
          "Model '" + modelRef + "' has no deployment '" + ref + "'",
          all,
          "See 'slipway deployments " + modelRef + "'.");
    }
    return new DeploymentRef(model, found);
  }

  /// Looks through every model.
  DeploymentRef deployment(String ref) {
    var found = new ArrayList<DeploymentRef>();
    for (JsonNode model : models()) {
      String id = WireJson.text(model, "id");
      JsonNode deployment = pick("deployment", ref, deployments(id));
      if (deployment != null) {
        found.add(new DeploymentRef(id, deployment));
      }
    }
    for (DeploymentRef d : found) {
      if (d.id().equals(ref)) {
        return d;
      }
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new Failure(
          Exit.NOT_FOUND, "No model has a deployment '" + ref + "'. See 'slipway models'.");
    }
    throw Failure.usage(
        found.size() + " models have a deployment '" + ref + "'. Name the model before it.");
  }

  private List<JsonNode> models() {
    return List.copyOf(api.get("/v1/models").json().path("models").values());
  }

  private List<JsonNode> deployments(String model) {
    return List.copyOf(
        api.get(Urls.model(model) + "/deployments").json().path("deployments").values());
  }

  private static @Nullable JsonNode pick(String what, String ref, List<JsonNode> all) {
    for (JsonNode node : all) {
      if (WireJson.text(node, "id").equals(ref)) {
        return node;
      }
    }
    List<JsonNode> named = all.stream().filter(n -> WireJson.text(n, "name").equals(ref)).toList();
    if (named.size() > 1) {
      throw Failure.usage(named.size() + " have the " + what + " name '" + ref + "'. Use an id.");
    }
    return named.isEmpty() ? null : named.getFirst();
  }

  private static Failure unknown(String what, List<JsonNode> all, String otherwise) {
    String names =
        all.stream().limit(5).map(n -> WireJson.text(n, "name")).collect(Collectors.joining(", "));
    String known = all.isEmpty() || all.size() > 5 ? otherwise : "There is: " + names + ".";
    return new Failure(Exit.NOT_FOUND, what + ". " + known);
  }
}
