package dev.slipway.api.audit;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Query;
import dev.slipway.engine.Engine;
import dev.slipway.engine.history.AuditLog;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.wire.AuditBodies.AuditLogActorV1;
import dev.slipway.wire.AuditBodies.AuditLogEntryV1;
import dev.slipway.wire.AuditBodies.ListAuditLogsResponseV1;
import dev.slipway.wire.CommonBodies.PaginationResponseV1;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Handlers of audit logs.
public final class AuditHandlers {
  /// The first product of a User-Agent.
  private static final Pattern PRODUCT = Pattern.compile("([^\\s/]+)(?:/(\\S+))?.*");

  private final Engine engine;

  public AuditHandlers(Engine engine) {
    this.engine = engine;
  }

  public Reply ofWorkspace(Request request) {
    return page(request, null);
  }

  public Reply ofModel(Request request) {
    var model = Errors.value(engine.models().find(request.model()));
    return page(request, model.model().id());
  }

  private Reply page(Request request, @Nullable String modelId) {
    Query q = request.query();
    AuditLog.Page page =
        engine
            .auditLog()
            .page(
                AuditRequests.wanted(q, modelId),
                AuditRequests.position(q),
                AuditRequests.limit(q));
    String cursor = AuditRequests.encode(page.next());
    return Reply.ok(
        new ListAuditLogsResponseV1(
            page.events().stream().map(AuditHandlers::entry).toList(),
            new PaginationResponseV1(cursor != null, cursor)));
  }

  private static AuditLogEntryV1 entry(Audit.Entry entry) {
    String agent = entry.actor().client();
    Matcher client = PRODUCT.matcher(agent == null ? "" : agent);
    boolean known = client.matches();
    return new AuditLogEntryV1(
        entry.id(),
        entry.at(),
        entry.event().type(),
        AuditWire.data(entry),
        AuditSource.of(entry.actor()).name(),
        actor(entry.actor()),
        known ? client.group(1) : null,
        known ? client.group(2) : null,
        null);
  }

  private static AuditLogActorV1 actor(AuditEvent.Actor actor) {
    return actor.keyPrefix() == null
        ? new AuditLogActorV1("BASETEN_SYSTEM", null, null, null)
        : new AuditLogActorV1("API_KEY", null, actor.keyPrefix(), actor.keyName());
  }
}
