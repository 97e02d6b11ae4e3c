package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Refs;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Host;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The commands that act on one deployment.
public final class DeploymentActions {
  private DeploymentActions() {}

  abstract static class OfDeployment extends ServerCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "DEPLOYMENT", description = "Id or name.")
    private String deployment = "";

    OfDeployment(Host host) {
      super(host);
    }

    @Override
    final int run(CommandSession s) {
      return run(s, s.refs().deployment(model, deployment));
    }

    abstract int run(CommandSession s, Refs.DeploymentRef ref);

    static int post(CommandSession s, Refs.DeploymentRef ref, String action, String done) {
      return s.show(
          s.api().post(Urls.deployment(ref.model(), ref.id()) + "/" + action, null),
          ref.name() + " " + done);
    }
  }

  @Command(
      name = "activate",
      description = "Start a deployment that was deactivated.",
      footer = {"", "Examples:", "  slipway activate digits deployment-1"})
  public static final class Activate extends OfDeployment {
    public Activate(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s, Refs.DeploymentRef ref) {
      return post(s, ref, "activate", "is being activated.");
    }
  }

  @Command(
      name = "deactivate",
      description = "Stop a deployment; inference answers 404 until it is activated.",
      footer = {"", "Examples:", "  slipway deactivate digits deployment-1"})
  public static final class Deactivate extends OfDeployment {
    public Deactivate(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s, Refs.DeploymentRef ref) {
      return post(s, ref, "deactivate", "is being deactivated.");
    }
  }

  @Command(
      name = "delete",
      description = "Delete a deployment for good.",
      footer = {"", "Examples:", "  slipway delete digits deployment-1 --yes"})
  public static final class Delete extends OfDeployment {
    @Mixin private final DeleteConfirmation confirmation = new DeleteConfirmation();

    public Delete(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s, Refs.DeploymentRef ref) {
      confirmation.require("delete deployment " + ref.name() + " (" + ref.id() + ")");
      return s.show(
          s.api().delete(Urls.deployment(ref.model(), ref.id())), ref.name() + " was deleted.");
    }
  }
}
