package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runtime.LocalRuntime;
import dev.slipway.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 of the whole server with asynchronous requests queued, in progress and answered: the
/// next one delivers every result.
class AsyncKillNineTest {
  private static final int REQUESTS = 24;

  @TempDir private Path temp = Path.of("");
  private @Nullable ChildServer child;

  @AfterEach
  void endServerAndReplicas() {
    ChildServer last = child;
    if (last != null) {
      last.kill();
    }
    LocalRuntime.endAll(temp.resolve("data"), Duration.ofSeconds(1));
  }

  @Test
  void whatWasAcceptedBeforeTheKillIsDeliveredAfterIt() {
    Path data = temp.resolve("data");
    var ids = new ArrayList<String>();
    String model;
    try (var receiver = new Receiver()) {
      receiver.silent(true);
      child = ChildServer.start(data);
      try (var manager = child.manager();
          var port = child.caller()) {
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
        child.kill();
      }
      assertThat(receiver.ids()).as("killed in the middle").hasSizeLessThan(REQUESTS);
      int before = receiver.ids().size();
      receiver.silent(false);
      child = ChildServer.start(data);
      try (var port = child.caller()) {
        var caller = new AsyncCaller(port, model);
        ids.forEach(receiver::await);
        ids.forEach(id ->
            Await.until(
                () -> id + ": " + caller.request(id),
                () -> caller.request(id).at("/webhook_status").asString().equals("SUCCEEDED")));
      }
      var after = receiver.ids().subList(before, receiver.ids().size());
      assertThat(after)
          .as("the one that was posted, and not answered, is posted again")
          .contains(ids.getFirst());
    }
  }
}
