package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "environments",
    description = "List a model's environments and what is promoted to them.",
    footer = {"", "Examples:", "  slipway environments digits"})
final class EnvironmentsCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  EnvironmentsCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    String id = s.refs().modelId(model);
    return s.show(s.api().get(Urls.model(id) + "/environments"), a -> table(s.terminal(), a));
  }

  private static String table(Terminal t, JsonNode answer) {
    var table = new TextTable("NAME", "CURRENT", "CANDIDATE", "PROMOTION", "SETTINGS");
    for (JsonNode e : answer.path("environments").values()) {
      table.row(
          WireJson.text(e, "name"),
          Cells.deployment(t, e.path("current_deployment")),
          Cells.deployment(t, e.path("candidate_deployment")),
          Cells.promotion(t, e),
          EnvironmentSettings.kind(e.path("promotion_settings")));
    }
    return table.format();
  }
}
