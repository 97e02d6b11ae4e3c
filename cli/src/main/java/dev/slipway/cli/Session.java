package dev.slipway.cli;

import java.time.Duration;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// One run of a command against one server.
///
/// @param json print the server's JSON in place of text
record Session(Api api, Host host, Terminal terminal, boolean json) {

  Refs refs() {
    return new Refs(api);
  }

  /// Prints an answer as it is with `--json`, else as `text` puts it.
  int show(Reply reply, Function<JsonNode, String> text) {
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
