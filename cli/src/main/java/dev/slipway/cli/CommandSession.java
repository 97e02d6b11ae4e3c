package dev.slipway.cli;

import java.time.Duration;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One run of a command against one server.
///
/// @param json print the server's JSON in place of text
record CommandSession(Api api, Host host, Terminal terminal, boolean json) {
  /// Between two looks at something that is being waited for.
  static final Duration POLL = Duration.ofSeconds(1);

  Refs refs() {
    return new Refs(api);
  }

  /// Prints an answer as it is with `--json`, else as `text` puts it.
  int show(ServerReply reply, Function<JsonNode, String> text) {
    terminal.answer(json ? reply.body().strip() : text.apply(reply.json()));
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
