package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Inference;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.InferenceBodies.AsyncRequestStatusResponse;
import dev.slipway.wire.InferenceBodies.CancelAsyncRequestResponse;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "async",
    description = "Look at a request that was sent with 'predict --async', or cancel it.",
    footer = {
      "",
      "Only a request that is still QUEUED can be canceled. What has ended can be looked at for an",
      "hour. The result itself goes to the request's webhook; it is not kept.",
      "",
      "Examples:",
      "  slipway async digits 9f0c…             how it stands",
      "  slipway async digits 9f0c… --cancel    take it back"
    })
public final class AsyncCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "REQUEST", description = "The request's id.")
  private String request = "";

  @Option(names = "--cancel", description = "Take it back, where it is still QUEUED.")
  private boolean cancel;

  @Option(
      names = "--inference",
      paramLabel = "URL",
      description = "Default: SLIPWAY_INFERENCE_URL, or port 9090 of the server's host.")
  private @Nullable String inference;

  public AsyncCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    String path = Inference.asyncRequest(s.refs().modelId(model), request);
    try (var api = s.api().at(Inference.base(s.host(), inference, s.api().server()))) {
      if (!cancel) {
        return s.show(api.get(path), AsyncRequestStatusResponse.class, a -> text(s.terminal(), a));
      }
      ServerReply reply = api.delete(path);
      int shown =
          s.show(reply, CancelAsyncRequestResponse.class, CancelAsyncRequestResponse::message);
      return reply.as(CancelAsyncRequestResponse.class).canceled() ? shown : Exit.REFUSED;
    }
  }

  private static String text(Terminal terminal, AsyncRequestStatusResponse a) {
    String errors =
        a.errors().stream()
            .map(e -> "\n" + e.code() + ": " + e.message())
            .collect(Collectors.joining());
    return terminal.status(a.status())
        + " since "
        + a.statusAt()
        + ", deployment "
        + a.deploymentId()
        + ", webhook "
        + a.webhookStatus()
        + errors;
  }
}
