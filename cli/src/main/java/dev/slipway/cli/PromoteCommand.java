package dev.slipway.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "promote",
    description = "Promote a deployment to an environment.",
    footer = {
      "",
      "How traffic moves (at once, or as a canary) is the environment's setting:",
      "see 'slipway environment set --help'.",
      "",
      "Examples:",
      "  slipway promote digits deployment-2 --to production --wait",
      "  slipway promote q4k2x7a --to staging",
      "  slipway promote --name deployment-2 --to production"
    })
final class PromoteCommand extends ServerCommand {
  @Parameters(
      arity = "0..2",
      paramLabel = "[MODEL] DEPLOYMENT",
      description = "Ids or names. Without MODEL, every model is searched.")
  private List<String> refs = List.of();

  @Option(names = "--name", paramLabel = "NAME", description = "The deployment, by its name.")
  private @Nullable String name;

  @Option(
      names = "--to",
      paramLabel = "ENV",
      defaultValue = "production",
      description = "The environment. Default: production.")
  private String environment = "production";

  @Option(
      names = "--override-instance-type",
      description = "Take the deployment's instance type in place of the environment's.")
  private boolean overrideInstanceType;

  @Option(
      names = "--keep-previous",
      description = "Leave the previous deployment's replicas running.")
  private boolean keepPrevious;

  @Option(
      names = {"--wait", "--watch"},
      description = "Show the promotion until it has ended.")
  private boolean wait;

  PromoteCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    Refs.DeploymentRef source = source(s);
    ObjectNode body =
        WireJson.object()
            .put("deployment_id", source.id())
            .put("preserve_env_instance_type", !overrideInstanceType)
            .put("scale_down_previous_deployment", !keepPrevious);
    ServerReply reply =
        s.api().post(Urls.environment(source.model(), environment) + "/promote", body);
    JsonNode candidate = reply.json();
    String id = WireJson.text(candidate, "id");
    boolean copied = !id.equals(source.id());
    s.show(
        reply,
        d ->
            "Promoting %s to %s%s."
                .formatted(
                    source.name(),
                    environment,
                    copied ? " as a copy, " + WireJson.text(d, "name") + " (" + id + ")" : ""));
    if (wait) {
      return new PromotionWatch(s, source.model(), environment, id).untilEnd();
    }
    if (!s.json()) {
      s.terminal().say("Take it back with: slipway cancel " + source.model() + " " + environment);
    }
    return Exit.OK;
  }

  private Refs.DeploymentRef source(CommandSession s) {
    int given = refs.size() + (name == null ? 0 : 1);
    if (given < 1 || given > 2) {
      throw Failure.usage(
          "Which deployment? (expected: [MODEL] DEPLOYMENT, or [MODEL] --name NAME)");
    }
    String deployment = name == null ? refs.getLast() : name;
    return given == 2
        ? s.refs().deployment(refs.getFirst(), deployment)
        : s.refs().deployment(deployment);
  }
}
