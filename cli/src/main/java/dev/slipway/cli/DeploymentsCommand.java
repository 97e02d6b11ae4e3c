package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "deployments",
    description = "List a model's deployments.",
    footer = {"", "Examples:", "  slipway deployments digits"})
final class DeploymentsCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  DeploymentsCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    String id = s.refs().modelId(model);
    return s.show(s.api().get(Urls.model(id) + "/deployments"), a -> table(s.terminal(), a));
  }

  private static String table(Terminal terminal, JsonNode answer) {
    if (answer.path("deployments").isEmpty()) {
      return "No deployments.";
    }
    var table = new TextTable("ID", "NAME", "ENVIRONMENT", "STATUS", "REPLICAS", "CREATED");
    for (JsonNode d : answer.path("deployments").values()) {
      String environment =
          d.path("is_development").asBoolean(false)
              ? "(development)"
              : WireJson.text(d, "environment");
      table.row(
          WireJson.text(d, "id"),
          WireJson.text(d, "name"),
          Cells.orDash(environment),
          terminal.status(WireJson.text(d, "status")),
          WireJson.text(d, "active_replica_count"),
          Cells.time(WireJson.text(d, "created_at")));
    }
    return table.format();
  }
}
