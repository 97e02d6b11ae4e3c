package dev.slipway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "environment",
    description = "Show, create, change or delete an environment.",
    footer = {
      "",
      "Examples:",
      "  slipway environment digits production",
      "  slipway environment digits production set --ramp 60s --min-replica 1",
      "  slipway environment digits production set --rolling --max-surge 20 --stabilization 30s",
      "  slipway environment digits staging create --no-ramp",
      "  slipway environment digits staging delete --yes"
    })
final class EnvironmentCommand extends ServerCommand {
  /// What can be done to an environment, written as on the command line.
  enum Action {
    show,
    create,
    set,
    delete
  }

  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "ENV", description = "The environment's name.")
  private String environment = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "show|create|set|delete",
      defaultValue = "show",
      description = "Default: show.")
  private Action action = Action.show;

  @Mixin private final EnvironmentSettings settings = new EnvironmentSettings();
  @Mixin private final DeleteConfirmation confirmation = new DeleteConfirmation();

  EnvironmentCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    ObjectNode body = settings.body();
    boolean takesSettings = action == Action.set || action == Action.create;
    if (!takesSettings && !body.isEmpty()) {
      throw Failure.usage(
          "Settings are given with set or create (expected: slipway environment MODEL ENV set ...).");
    }
    String id = s.refs().modelId(model);
    String path = Urls.environment(id, environment);
    return switch (action) {
      case show -> s.show(s.api().get(path), e -> EnvironmentText.of(s.terminal(), e));
      case create -> {
        body.put("name", environment);
        yield s.show(
            s.api().post(Urls.model(id) + "/environments", body),
            e -> EnvironmentText.of(s.terminal(), e));
      }
      case set -> set(s, path, body);
      case delete -> {
        confirmation.require("delete environment " + environment);
        yield s.show(s.api().delete(path), a -> "Environment " + environment + " was deleted.");
      }
    };
  }

  private static int set(CommandSession s, String path, ObjectNode body) {
    if (body.isEmpty()) {
      throw Failure.usage("Nothing to set (expected: an option such as --ramp 60s).");
    }
    return s.show(s.api().patch(path, body), a -> changed(s.terminal(), a));
  }

  private static String changed(Terminal terminal, JsonNode answer) {
    String what = WireJson.text(answer, "status") + ": " + WireJson.text(answer, "message");
    JsonNode environment = answer.path("environment");
    return WireJson.isNull(environment)
        ? what
        : what + "\n" + EnvironmentText.of(terminal, environment);
  }
}
