package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Terminal;
import java.time.Duration;
import java.util.function.Function;

/// One run of a command against one server.
///
/// @param json print the server's JSON in place of text
public record CommandSession(Api api, Host host, Terminal terminal, boolean json) {
  /// The pause between two polls.
  public static final Duration POLL = Duration.ofSeconds(1);

  public ManagementClient client() {
    return new ManagementClient(api);
  }

  public Refs refs() {
    return new Refs(client());
  }

  /// Prints an answer as it is with `--json`, else as `text` puts what is read of it.
  public <T> int show(ServerReply reply, Class<T> type, Function<T, String> text) {
    return print(json ? reply.body().strip() : text.apply(reply.as(type)));
  }

  /// Prints an answer as it is with `--json`, else `text` in place of it.
  public int show(ServerReply reply, String text) {
    return print(json ? reply.body().strip() : text);
  }

  private int print(String answer) {
    terminal.answer(answer);
    return Exit.OK;
  }

  public void pause(Duration length) {
    try {
      host.timing().pause().pause(length);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }
}
