package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.EnvironmentText;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.EnvironmentBodies.CreateEnvironmentRequestV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentRequestV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentResponseV1;
import dev.slipway.wire.SettingsBodies.UpdateAutoscalingSettingsV1;
import dev.slipway.wire.SettingsBodies.UpdatePromotionSettingsV1;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
public final class EnvironmentCommand extends ServerCommand {
  /// The actions on an environment, written as on the command line.
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

  public EnvironmentCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    UpdatePromotionSettingsV1 promotion = settings.promotion();
    UpdateAutoscalingSettingsV1 autoscaling = settings.autoscaling();
    boolean takesSettings = action == Action.set || action == Action.create;
    boolean given = promotion != null || autoscaling != null;
    if (!takesSettings && given) {
      throw Failure.usage(
          "Settings are given with set or create (expected: slipway environment MODEL ENV set ...).");
    }
    if (action == Action.set && !given) {
      throw Failure.usage("Nothing to set (expected: an option such as --ramp 60s).");
    }
    String id = s.refs().modelId(model);
    String path = Urls.environment(id, environment);
    return switch (action) {
      case show -> show(s, s.api().get(path));
      case create -> {
        var body = new CreateEnvironmentRequestV1(environment, autoscaling, promotion, null);
        yield show(s, s.api().post(Urls.model(id) + "/environments", body));
      }
      case set -> {
        var body = new UpdateEnvironmentRequestV1(autoscaling, promotion, null, null);
        yield s.show(
            s.api().patch(path, body),
            UpdateEnvironmentResponseV1.class,
            a -> changed(s.terminal(), a));
      }
      case delete -> {
        confirmation.require("delete environment " + environment);
        yield s.show(s.api().delete(path), "Environment " + environment + " was deleted.");
      }
    };
  }

  private static int show(CommandSession s, ServerReply reply) {
    return s.show(reply, EnvironmentV1.class, e -> EnvironmentText.of(s.terminal(), e));
  }

  private static String changed(Terminal terminal, UpdateEnvironmentResponseV1 answer) {
    return answer.status()
        + ": "
        + answer.message()
        + "\n"
        + EnvironmentText.of(terminal, answer.environment());
  }
}
