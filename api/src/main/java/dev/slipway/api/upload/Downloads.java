package dev.slipway.api.upload;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.engine.Engine;
import dev.slipway.wire.DeploymentBodies.DownloadDeploymentResponseV1;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Hands out archives by addresses that need no key and expire.
public final class Downloads {
  /// The time that an address works.
  static final Duration KEPT = Duration.ofMinutes(15);

  /// Addresses that work at the same time.
  static final int MAX_OPEN = 1000;

  private final Engine engine;
  private final ArchiveStore archives;
  private final Tokens tokens;
  private final InstantSource time;
  private final Map<String, Ticket> open = new ConcurrentHashMap<>();

  public Downloads(Engine engine, ArchiveStore archives, Tokens tokens, InstantSource time) {
    this.engine = engine;
    this.archives = archives;
    this.tokens = tokens;
    this.time = time;
  }

  private record Ticket(Deployment.Source source, Instant expires) {}

  public Reply grant(Request request) {
    var model = Errors.value(engine.models().find(request.model())).model();
    var view =
        Errors.value(engine.deployments().find(request.model(), request.value("deployment_id")));
    if (model.downloadDisabled()) {
      throw Problem.invalid(
          "Model %s was created with disable_archive_download: its archives are not handed out."
              .formatted(model.id()));
    }
    Instant now = time.instant();
    open.values().removeIf(t -> t.expires().isBefore(now));
    if (open.size() >= MAX_OPEN) {
      throw Problem.unavailable(
          "%d downloads are open already. Try again in a while.".formatted(MAX_OPEN));
    }
    String token = tokens.next();
    open.put(token, new Ticket(view.deployment().source(), now.plus(KEPT)));
    return Reply.ok(new DownloadDeploymentResponseV1(request.base() + "/v1/downloads/" + token));
  }

  public Reply send(Request request) {
    Ticket ticket = open.get(request.value("download_key"));
    if (ticket == null || ticket.expires().isBefore(time.instant())) {
      throw Problem.notFound(
          "This download address is unknown or expired. Ask for another one with GET …/download.");
    }
    String archive = ticket.source().archive();
    if (archive == null) {
      return Tars.ofConfig(ticket.source());
    }
    Path file = archives.file(archive);
    if (file == null) {
      throw Problem.notFound("The archive is not kept any more.");
    }
    return Tars.of(file);
  }
}
