package dev.slipway.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the demo ends with.
///
/// @param receipt the server's JSON
record DemoReport(
    DemoCheck.Evidence evidence, List<DemoCheck> checks, String modelId, JsonNode receipt) {

  boolean good() {
    return checks.stream().allMatch(DemoCheck::held);
  }

  void print(Terminal terminal) {
    terminal.say("");
    terminal.answer(ReceiptText.of(terminal, evidence.receipt()));
    terminal.say("");
    terminal.say(terminal.bold("5. What was claimed, checked from the client's side:"));
    for (DemoCheck check : checks) {
      terminal.answer("   " + terminal.mark(check.held()) + " " + check.claim());
    }
    for (String reason : evidence.counts().reasons()) {
      terminal.answer("     lost: " + reason);
    }
    if (evidence.counts().held() > 0) {
      terminal.answer(
          "     note: %,d requests were held back by this client, which had too many in flight"
              .formatted(evidence.counts().held()));
    }
    terminal.say("");
    terminal.say(
        good()
            ? terminal.green("All of it held.")
            : terminal.red(
                "Not all of it held. This is a bug in Slipway or in this machine's set-up."));
  }

  ObjectNode json() {
    TrafficTally.Snapshot counts = evidence.counts();
    JsonNode cancel = evidence.cancel().json();
    ObjectNode json = WireJson.object().put("ok", good()).put("model_id", modelId);
    ArrayNode list = json.putArray("checks");
    checks.forEach(c -> list.addObject().put("claim", c.claim()).put("ok", c.held()));
    json.putObject("requests")
        .put("sent", counts.sent())
        .put("answered", counts.answered())
        .put("lost", counts.lost())
        .put("held_back", counts.held())
        .put("stable", counts.side(Demo.STABLE).answered())
        .put("candidate", counts.side(Demo.CANDIDATE).answered())
        .put("stable_percent_right", counts.side(Demo.STABLE).percentRight())
        .put("candidate_percent_right", counts.side(Demo.CANDIDATE).percentRight());
    json.putObject("cancel")
        .put("status", WireJson.text(cancel, "status"))
        .put("took_ms", evidence.cancel().took().toNanos() / 1e6)
        .put("in_flight", evidence.inFlight());
    json.set("receipt", receipt);
    return json;
  }
}
