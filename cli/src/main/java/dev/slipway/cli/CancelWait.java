package dev.slipway.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A cancel that is followed until nothing of the candidate is left, or its time is up.
final class CancelWait {
  /// What the answer may take beyond the time that the server waits.
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final Duration MAX = Duration.ofHours(1);

  private final CommandSession session;
  private final String path;
  private boolean running;

  CancelWait(CommandSession session, String model, String environment) {
    this.session = session;
    this.path = Urls.environment(model, environment);
  }

  /// @return exit code: 0 where nothing is left
  int run(@Nullable String reason, Duration patience) {
    if (patience.toSeconds() < 1 || patience.compareTo(MAX) > 0) {
      throw Failure.usage("--timeout: expected 1s to 1h.");
    }
    String call =
        path
            + "/cancel_promotion?wait=drained&timeout_seconds="
            + patience.toSeconds()
            + (reason == null ? "" : "&reason=" + Urls.query(reason));
    ServerReply reply = answered(call, patience.plus(SLACK));
    session.show(reply, a -> text(session.terminal(), a, reply.took()));
    return reply.json().path("drained").asBoolean(false) ? Exit.OK : Exit.FAILED;
  }

  private ServerReply answered(String call, Duration patience) {
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer =
          CompletableFuture.supplyAsync(() -> session.api().patiently(call, patience), tasks);
      String said = "";
      while (!answer.isDone()) {
        String line = progress();
        if (!line.isEmpty() && !line.equals(said) && !answer.isDone()) {
          session.terminal().say(line);
          said = line;
        }
        session.pause(CommandSession.POLL);
      }
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failure failure) {
        throw failure;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }

  /// Empty where there is nothing to say: a refusal is about to come.
  private String progress() {
    PromotionView view = PromotionView.of(session.api().get(path).json());
    if (view.running()) {
      running = true;
      return PromotionWatch.line(session.terminal(), view);
    }
    return running
        ? "Traffic is back; the candidate's last requests and replicas are awaited."
        : "";
  }

  private static String text(Terminal t, JsonNode a, Duration took) {
    String left =
        a.path("drained").asBoolean(false)
            ? "Nothing of the candidate is left."
            : "Left on the candidate: %s requests in flight, %s replicas."
                .formatted(
                    WireJson.text(a, "in_flight_on_candidate"),
                    WireJson.text(a, "surplus_replicas"));
    return "%s %s: %s %s After %s."
        .formatted(
            t.mark(a.path("drained").asBoolean(false)),
            t.bold(WireJson.text(a, "status")),
            WireJson.text(a, "message"),
            left,
            Durations.human(took));
  }
}
