package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.ModelBodies.ModelV1;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds models and deployments by id or by name. An id wins over a name.
public final class Refs {
  private static final int MOST_NAMED = 5;

  /// A deployment and its model.
  public record DeploymentRef(String model, DeploymentV1 deployment) {
    public String id() {
      return deployment.id();
    }

    public String name() {
      return deployment.name();
    }
  }

  /// What models and deployments have in common.
  private record Named<T>(String id, String name, T value) {}

  private final ManagementClient client;

  public Refs(ManagementClient client) {
    this.client = client;
  }

  ModelV1 model(String ref) {
    List<Named<ModelV1>> all = named(client.models(), ModelV1::id, ModelV1::name);
    ModelV1 found = pick("model", ref, all);
    if (found == null) {
      throw unknown("There is no model '" + ref + "'", all, "See 'slipway models'.");
    }
    return found;
  }

  public String modelId(String ref) {
    return model(ref).id();
  }

  public DeploymentRef deployment(String modelRef, String ref) {
    String model = modelId(modelRef);
    List<Named<DeploymentV1>> all = deployments(model);
    DeploymentV1 found = pick("deployment", ref, all);
    if (found == null) {
      throw unknown(
          "Model '" + modelRef + "' has no deployment '" + ref + "'",
          all,
          "See 'slipway deployments " + modelRef + "'.");
    }
    return new DeploymentRef(model, found);
  }

  /// Looks through every model.
  public DeploymentRef deployment(String ref) {
    var found = new ArrayList<DeploymentRef>();
    for (ModelV1 model : client.models()) {
      DeploymentV1 deployment = pick("deployment", ref, deployments(model.id()));
      if (deployment != null) {
        found.add(new DeploymentRef(model.id(), deployment));
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

  private List<Named<DeploymentV1>> deployments(String model) {
    return named(client.deployments(model), DeploymentV1::id, DeploymentV1::name);
  }

  private static <T> List<Named<T>> named(
      List<T> all, Function<T, String> id, Function<T, String> name) {
    return all.stream().map(t -> new Named<>(id.apply(t), name.apply(t), t)).toList();
  }

  private static <T> @Nullable T pick(String what, String ref, List<Named<T>> all) {
    for (Named<T> each : all) {
      if (each.id().equals(ref)) {
        return each.value();
      }
    }
    List<Named<T>> namesakes = all.stream().filter(n -> n.name().equals(ref)).toList();
    if (namesakes.size() > 1) {
      throw Failure.usage(
          namesakes.size() + " have the " + what + " name '" + ref + "'. Use an id.");
    }
    return namesakes.isEmpty() ? null : namesakes.getFirst().value();
  }

  private static <T> Failure unknown(String what, List<Named<T>> all, String otherwise) {
    String names =
        all.stream().limit(MOST_NAMED).map(Named::name).collect(Collectors.joining(", "));
    String known =
        all.isEmpty() || all.size() > MOST_NAMED ? otherwise : "There is: " + names + ".";
    return new Failure(Exit.NOT_FOUND, what + ". " + known);
  }
}
