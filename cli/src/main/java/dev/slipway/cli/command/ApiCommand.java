package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "api",
    description = "Send any call to the management API and print the answer as it is.",
    footer = {
      "",
      "Examples:",
      "  slipway api GET /v1/models",
      "  slipway api PATCH /v1/models/ID/environments/production \\",
      "      -d '{\"promotion_settings\":{\"ramp_up_while_promoting\":true}}'"
    })
public final class ApiCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PATCH, PUT or DELETE.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "PATH", description = "For example /v1/models.")
  private String path = "";

  @Option(
      names = {"-d", "--data-body"},
      paramLabel = "BODY",
      description = "JSON, or @FILE, or @- for standard input.")
  private @Nullable String body;

  public ApiCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    String bytes =
        body == null ? null : new String(BodyArgument.read(s.host(), body), StandardCharsets.UTF_8);
    ServerReply reply = s.api().call(method.toUpperCase(Locale.ROOT), target(), bytes);
    if (!reply.body().isBlank()) {
      s.terminal().answer(reply.body().strip());
    }
    if (reply.ok()) {
      return Exit.OK;
    }
    throw new Failure(Exit.ofStatus(reply.status()), reply.problem());
  }

  private String target() {
    if (!method.matches("[A-Za-z]{1,20}")) {
      throw Failure.usage("METHOD: '" + method + "' (expected: GET, POST, PATCH, PUT or DELETE)");
    }
    String absolute = path.startsWith("/") ? path : "/" + path;
    if (absolute.startsWith("//") || absolute.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw Failure.usage("PATH: '" + path + "' (expected: an escaped path such as /v1/models)");
    }
    return absolute;
  }
}
