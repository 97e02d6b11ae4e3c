package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Cells;
import dev.slipway.cli.term.EnvironmentText;
import dev.slipway.cli.term.Terminal;
import dev.slipway.cli.term.TextTable;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.DeploymentBodies.DeploymentsV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentsV1;
import dev.slipway.wire.ModelBodies.ModelV1;
import dev.slipway.wire.ModelBodies.ModelsV1;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The commands that list what a server has.
public final class ListCommands {
  private ListCommands() {}

  @Command(
      name = "models",
      description = "List the models.",
      footer = {"", "Examples:", "  slipway models", "  slipway models --json"})
  public static final class Models extends ServerCommand {
    public Models(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s) {
      return s.show(s.api().get("/v1/models"), ModelsV1.class, Models::table);
    }

    private static String table(ModelsV1 answer) {
      if (answer.models().isEmpty()) {
        return "No models yet. Make one with: slipway push DIR";
      }
      var table = new TextTable("ID", "NAME", "DEPLOYMENTS", "PRODUCTION", "CREATED");
      for (ModelV1 m : answer.models()) {
        table.row(
            m.id(),
            m.name(),
            String.valueOf(m.deploymentsCount()),
            Cells.orDash(m.productionDeploymentId()),
            Cells.time(m.createdAt()));
      }
      return table.format();
    }
  }

  @Command(
      name = "deployments",
      description = "List a model's deployments.",
      footer = {"", "Examples:", "  slipway deployments digits"})
  public static final class Deployments extends ServerCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
    private String model = "";

    public Deployments(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s) {
      String id = s.refs().modelId(model);
      return s.show(
          s.api().get(Urls.model(id) + "/deployments"),
          DeploymentsV1.class,
          a -> table(s.terminal(), a));
    }

    private static String table(Terminal terminal, DeploymentsV1 answer) {
      if (answer.deployments().isEmpty()) {
        return "No deployments.";
      }
      var table =
          new TextTable("ID", "NAME", "ENVIRONMENT", "STATUS", "REPLICAS", "RESTARTS", "CREATED");
      for (DeploymentV1 d : answer.deployments()) {
        table.row(
            d.id(),
            d.name(),
            d.isDevelopment() ? "(development)" : Cells.orDash(d.environment()),
            terminal.status(d.status()),
            String.valueOf(d.activeReplicaCount()),
            d.replicaRestarts() == null ? "-" : String.valueOf(d.replicaRestarts()),
            Cells.time(d.createdAt()));
      }
      return table.format() + troubles(answer);
    }
  }

  /// A line for each deployment that something is wrong with.
  private static String troubles(DeploymentsV1 answer) {
    var lines = new StringBuilder();
    for (DeploymentV1 d : answer.deployments()) {
      var restarts = d.replicaRestarts();
      var exit = restarts == null || restarts == 0 ? null : d.lastExit();
      var why = d.statusReason() == null ? exit : d.statusReason();
      if (why != null) {
        var first = why.lines().findFirst().orElse("").replace(" Its last lines:", "");
        lines.append("\n%s: %s".formatted(d.name(), first));
      }
    }
    return lines.isEmpty() ? "" : "\n" + lines;
  }

  @Command(
      name = "environments",
      description = "List a model's environments and what is promoted to them.",
      footer = {"", "Examples:", "  slipway environments digits"})
  public static final class Environments extends ServerCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
    private String model = "";

    public Environments(Host host) {
      super(host);
    }

    @Override
    int run(CommandSession s) {
      String id = s.refs().modelId(model);
      return s.show(
          s.api().get(Urls.model(id) + "/environments"),
          EnvironmentsV1.class,
          a -> table(s.terminal(), a));
    }

    private static String table(Terminal t, EnvironmentsV1 answer) {
      var table = new TextTable("NAME", "CURRENT", "CANDIDATE", "PROMOTION", "SETTINGS");
      for (EnvironmentV1 e : answer.environments()) {
        table.row(
            e.name(),
            Cells.deployment(t, e.currentDeployment()),
            Cells.deployment(t, e.candidateDeployment()),
            Cells.promotion(t, e),
            EnvironmentText.kind(e.promotionSettings()));
      }
      return table.format();
    }
  }
}
