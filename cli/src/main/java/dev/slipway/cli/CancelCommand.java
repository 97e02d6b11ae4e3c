package dev.slipway.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Take an environment's promotion back.",
    footer = {
      "",
      "CANCELED means: every gateway has confirmed that no request reaches the candidate any",
      "more. RAMPING_DOWN means: traffic is on its way back.",
      "",
      "Examples:",
      "  slipway cancel digits production",
      "  slipway cancel digits production --reason \"v2 reads 8 as 3\""
    })
final class CancelCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "ENV", description = "The environment's name.")
  private String environment = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the record.")
  private @Nullable String reason;

  CancelCommand(Host host) {
    super(host);
  }

  @Override
  int run(Session s) {
    Reply reply = call(s.api(), s.refs().modelId(model), environment, reason);
    return s.show(
        reply,
        a ->
            s.terminal().bold(Json.text(a, "status"))
                + ": "
                + Json.text(a, "message")
                + " Answered in "
                + Durations.human(reply.took())
                + ".");
  }

  /// @param reason null: none
  static Reply call(Api api, String modelId, String environment, @Nullable String reason) {
    String query = reason == null ? "" : "?reason=" + Urls.query(reason);
    return api.post(Urls.environment(modelId, environment) + "/cancel_promotion" + query, null);
  }
}
