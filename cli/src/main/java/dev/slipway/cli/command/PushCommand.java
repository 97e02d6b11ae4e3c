package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.push.DeploymentWait;
import dev.slipway.cli.push.PushRequest;
import dev.slipway.cli.push.Pusher;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "push",
    description = "Make a deployment of a model directory.",
    footer = {
      "",
      "The directory holds a config.yaml that says how the model is started. As long as nothing",
      "serves production, a push goes there where no other environment is named. An environment",
      "that is not there yet is made.",
      "",
      "What .gitignore and .slipwayignore name is left out, and so are __pycache__, target and",
      "caches of tools; '!NAME' in either file takes one back. .env, .envrc, .venv, .git and",
      ".slipway are never sent. What was left out is said.",
      "",
      "Examples:",
      "  slipway push examples/digits/v1 --wait",
      "  slipway push . --name digits --environment staging --wait",
      "  slipway push . --promote --deployment-name v2"
    })
public final class PushCommand extends ServerCommand {
  private static final String PRODUCTION = "production";

  @Parameters(index = "0", paramLabel = "DIR", description = "The model directory.")
  private Path directory = Path.of(".");

  @Option(
      names = "--name",
      paramLabel = "MODEL",
      description = "A model that is there, or a new one. Default: model_name in the config.")
  private @Nullable String name;

  @Option(names = "--model-id", paramLabel = "ID", description = "The model, by its id.")
  private @Nullable String modelId;

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "Promote it there as soon as it is ready.")
  private @Nullable String environment;

  @Option(names = "--promote", description = "The same as --environment production.")
  private boolean promote;

  @Option(names = "--deployment-name", paramLabel = "NAME", description = "Default: deployment-N.")
  private @Nullable String deploymentName;

  @Option(names = "--development", description = "Into the model's one development deployment.")
  private boolean development;

  @Option(
      names = "--wait",
      description = "Wait until it is ACTIVE, and promoted where that was asked for.")
  private boolean wait;

  public PushCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    PushRequest request = request();
    ServerReply created = new Pusher(s.api(), s.terminal()).push(request);
    CreatedModelDeploymentV1 answer = created.as(CreatedModelDeploymentV1.class);
    String model = answer.model().id();
    String id = answer.deployment().id();
    if (!s.json() || wait) {
      s.terminal()
          .say(
              "Deployment %s (%s) of model %s (%s) was created."
                  .formatted(answer.deployment().name(), id, answer.model().name(), model));
    }
    if (!wait) {
      if (s.json()) {
        s.terminal().answer(created.body().strip());
      } else {
        sayWhere(s, answer.deployment());
        s.terminal().say("Follow it with: slipway logs " + model + " " + id + " --tail");
      }
      return Exit.OK;
    }
    ServerReply active = new DeploymentWait(s, model, id).untilActive();
    DeploymentV1 seen = active.as(DeploymentV1.class);
    String target = request.environment() == null ? seen.environment() : request.environment();
    int code = Exit.OK;
    if (target == null) {
      sayWhere(s, seen);
    } else {
      code = new PromotionWatch(s, model, target, id).untilEnd();
    }
    if (s.json()) {
      s.terminal().answer(active.body().strip());
    }
    return code;
  }

  /// Where a deployment goes: one that is in no environment takes no requests but those that name
  /// it.
  private static void sayWhere(CommandSession s, DeploymentV1 d) {
    if (d.environment() != null) {
      s.terminal().say("It goes to " + d.environment() + " as soon as it is ready.");
    } else if (!d.isDevelopment()) {
      s.terminal()
          .say(
              "It is not in production; promote it with: slipway promote %s %s"
                  .formatted(d.modelId(), d.id()));
    }
  }

  private PushRequest request() {
    if (promote && environment != null && !environment.equals(PRODUCTION)) {
      throw Failure.usage("--promote is --environment production; give one of the two.");
    }
    String target = promote ? PRODUCTION : environment;
    if (development && (target != null || deploymentName != null)) {
      throw Failure.usage(
          "--development goes without --environment, --promote and --deployment-name: the"
              + " development deployment is never promoted as it stands.");
    }
    if (name != null && modelId != null) {
      throw Failure.usage("--name and --model-id: give one of the two.");
    }
    return new PushRequest(directory, name, modelId, target, deploymentName, development);
  }
}
