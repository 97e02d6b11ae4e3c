package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.Await;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// kill -9 of the whole server with asynchronous requests queued, in progress and answered: the
/// next one delivers every result.
class AsyncKillNineTest extends ChildServerTest {
  private static final int REQUESTS = 24;

  @Test
  void whatWasAcceptedBeforeTheKillIsDeliveredAfterIt() {
    var ids = new ArrayList<String>();
    String model;
    try (var receiver = new Receiver()) {
      receiver.silent(true);
      var server = start();
      try (var manager = server.manager();
          var port = server.caller()) {
        var recording = Recording.deploy(manager, temp.resolve("records"), 2);
        model = recording.model();
        var caller = new AsyncCaller(port, model);
        var first = caller.predict("quick", receiver.url());
        receiver.await(first);
        ids.add(first);
        for (int i = 1; i < REQUESTS; i++) {
          ids.add(caller.predict("slow", receiver.url()));
        }
        Await.until(
            "some are with the model", () -> recording.requestIds(recording.v1()).size() > 1);
        server.kill();
      }
      assertThat(receiver.ids()).as("killed in the middle").hasSizeLessThan(REQUESTS);
      int before = receiver.ids().size();
      receiver.silent(false);
      try (var port = start().caller()) {
        var caller = new AsyncCaller(port, model);
        ids.forEach(receiver::await);
        ids.forEach(id ->
            Await.until(
                () -> id + ": " + caller.request(id),
                () ->
                    caller
                        .request(id)
                        .requiredAt("/webhook_status")
                        .stringValue()
                        .equals("SUCCEEDED")));
      }
      var after = receiver.ids().subList(before, receiver.ids().size());
      assertThat(after)
          .as("the one that was posted, and not answered, is posted again")
          .contains(ids.getFirst());
    }
  }
}
