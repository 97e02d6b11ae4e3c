package dev.slipway.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(
    name = "models",
    description = "List the models.",
    footer = {"", "Examples:", "  slipway models", "  slipway models --json"})
final class ModelsCommand extends ServerCommand {

  ModelsCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    return s.show(s.api().get("/v1/models"), ModelsCommand::table);
  }

  private static String table(JsonNode answer) {
    if (answer.path("models").isEmpty()) {
      return "No models yet. Make one with: slipway push DIR";
    }
    var table = new TextTable("ID", "NAME", "DEPLOYMENTS", "PRODUCTION", "CREATED");
    for (JsonNode m : answer.path("models").values()) {
      table.row(
          WireJson.text(m, "id"),
          WireJson.text(m, "name"),
          WireJson.text(m, "deployments_count"),
          Cells.orDash(WireJson.text(m, "production_deployment_id")),
          Cells.time(WireJson.text(m, "created_at")));
    }
    return table.format();
  }
}
