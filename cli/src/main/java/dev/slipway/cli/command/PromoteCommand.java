package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Refs;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.EnvironmentBodies.PromoteToEnvironmentRequestV1;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
public final class PromoteCommand extends ServerCommand {
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

  public PromoteCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    Refs.DeploymentRef source = source(s);
    var body = new PromoteToEnvironmentRequestV1(source.id(), !keepPrevious, !overrideInstanceType);
    ServerReply reply = s.api().post(Urls.promote(source.model(), environment), body);
    DeploymentV1 candidate = reply.as(DeploymentV1.class);
    boolean copied = !candidate.id().equals(source.id());
    s.show(
        reply,
        "Promoting %s to %s%s."
            .formatted(
                source.name(),
                environment,
                copied ? " as a copy, " + candidate.name() + " (" + candidate.id() + ")" : ""));
    if (wait) {
      return new PromotionWatch(s, source.model(), environment, candidate.id()).untilEnd();
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
