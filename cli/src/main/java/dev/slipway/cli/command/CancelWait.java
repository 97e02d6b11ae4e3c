package dev.slipway.cli.command;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.PromotionView;
import dev.slipway.cli.term.Terminal;
import dev.slipway.wire.PromotionBodies.CancelDrainedBody;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A cancel that is followed until nothing of the candidate is left, or its time is up.
final class CancelWait {
  /// Time that the answer may take beyond the server's own wait.
  private static final Duration SLACK = Duration.ofSeconds(30);

  private static final Duration MAX = Duration.ofHours(1);

  private final CommandSession session;
  private final String model;
  private final String environment;
  private boolean running;

  CancelWait(CommandSession session, String model, String environment) {
    this.session = session;
    this.model = model;
    this.environment = environment;
  }

  /// @return exit code: 0 where nothing is left
  int run(@Nullable String reason, Duration patience) {
    if (patience.toSeconds() < 1 || patience.compareTo(MAX) > 0) {
      throw Failure.usage("--timeout: expected 1s to 1h.");
    }
    String call =
        Urls.cancel(model, environment, null)
            + "?wait=drained&timeout_seconds="
            + patience.toSeconds()
            + (reason == null ? "" : "&reason=" + Urls.query(reason));
    ServerReply reply = answered(call, patience.plus(SLACK));
    session.show(reply, CancelDrainedBody.class, a -> text(session.terminal(), a, reply.took()));
    return reply.as(CancelDrainedBody.class).drained() ? Exit.OK : Exit.FAILED;
  }

  private ServerReply answered(String call, Duration patience) {
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer =
          CompletableFuture.supplyAsync(() -> session.api().patiently(call, patience), tasks);
      String said = null;
      while (!answer.isDone()) {
        String line = progress();
        if (line != null && !line.equals(said) && !answer.isDone()) {
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

  /// Null where there is nothing to say: a refusal is about to come.
  private @Nullable String progress() {
    var view = new PromotionView(session.client().environment(model, environment));
    if (view.running()) {
      running = true;
      return PromotionWatch.line(session.terminal(), view);
    }
    return running
        ? "Traffic is back; the candidate's last requests and replicas are awaited."
        : null;
  }

  private static String text(Terminal t, CancelDrainedBody a, Duration took) {
    String left =
        a.drained()
            ? "Nothing of the candidate is left."
            : "Left on the candidate: %d requests in flight, %d replicas."
                .formatted(a.inFlightOnCandidate(), a.surplusReplicas());
    return "%s %s: %s %s After %s."
        .formatted(
            t.mark(a.drained()), t.bold(a.status()), a.message(), left, Durations.human(took));
  }
}
