package dev.slipway.api.http;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parts of the published API that this server does not have: what is not there, and what to do
/// instead.
public final class NotHere {
  /// Of chains, for every protocol.
  public static final String CHAINS =
      "Chains are not available: this server runs models. Push each part of the chain as a model of"
          + " its own, and let them call each other through their predict addresses.";

  /// Of patches of a running deployment, for every protocol.
  public static final String PATCHES =
      "Patches are not available: nothing here changes the files of a running deployment. Push the"
          + " directory again: each push is a deployment of its own; 'slipway push DIR"
          + " --development' goes into the model's one development deployment.";

  private static final String TRAINING =
      "Training is not available: this server runs models that are trained. Push a model that loads"
          + " its weights, or has them in its directory.";

  private static final List<Part> PARTS =
      List.of(
          new Part("/v1/(?:teams/[^/]*/)?chains(?:/.*)?", CHAINS),
          new Part("/v1/models/[^/]*/deployments/[^/]*/patches(?:/.*)?", PATCHES),
          new Part("/v1/(?:teams/[^/]*/)?training_(?:projects|jobs)(?:/.*)?", TRAINING),
          new Part(
              "/v1/models/[^/]*/deployments/[^/]*/ssh/.*",
              "A shell in a replica is not available: replicas are processes of the server's"
                  + " machine. Log in there; 'slipway logs' shows what they print."),
          new Part(
              "/v1/models/[^/]*/(?:deployments|environments)/[^/]*/startups(?:/.*)?",
              "Startups are not available. What a replica does at its start is in the deployment's"
                  + " log: 'slipway logs MODEL DEPLOYMENT'."),
          new Part(
              "/v1/teams/[^/]*/environment_groups(?:/.*)?",
              "Environment groups are not available. Environments belong to a model:"
                  + " /v1/models/{model_id}/environments."),
          new Part(
              "/v1/(?:teams/[^/]*/)?llm_models(?:/.*)?",
              "Model APIs are not available: this server runs the models that are pushed to it."));

  private NotHere() {}

  private record Part(Pattern path, String sentence) {
    Part(String path, String sentence) {
      this(Pattern.compile(path), sentence);
    }
  }

  /// @param path as it was sent
  /// @return null: the published API has no such path either, as far as this server knows
  static @Nullable String sentence(String path) {
    return PARTS.stream()
        .filter(part -> part.path().matcher(path).matches())
        .map(Part::sentence)
        .findFirst()
        .orElse(null);
  }

  /// @param field the name of a GraphQL field that there is not
  /// @return null: nothing is known of it
  public static @Nullable String ofField(String field) {
    if (field.contains("chain")) {
      return CHAINS;
    }
    if (field.contains("patch") || field.equals("truss_watch_state")) {
      return PATCHES;
    }
    return field.contains("training") ? TRAINING : null;
  }
}
