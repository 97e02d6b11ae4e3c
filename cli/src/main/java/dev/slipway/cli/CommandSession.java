package dev.slipway.cli;

import java.time.Duration;
import java.util.function.Function;

/// One run of a command against one server.
///
/// @param json print the server's JSON in place of text
record CommandSession(Api api, Host host, Terminal terminal, boolean json) {
  /// Between two looks at something that is being waited for.
  static final Duration POLL = Duration.ofSeconds(1);

  ManagementClient client() {
    return new ManagementClient(api);
  }

  Refs refs() {
    return new Refs(client());
  }

  /// Prints an answer as it is with `--json`, else as `text` puts what is read of it.
  <T> int show(ServerReply reply, Class<T> type, Function<T, String> text) {
    return print(json ? reply.body().strip() : text.apply(reply.as(type)));
  }

  /// Prints an answer as it is with `--json`, else `text` in place of it.
  int show(ServerReply reply, String text) {
    return print(json ? reply.body().strip() : text);
  }

  private int print(String answer) {
    terminal.answer(answer);
    return Exit.OK;
  }

  void pause(Duration length) {
    try {
      host.timing().pause().pause(length);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }
}
