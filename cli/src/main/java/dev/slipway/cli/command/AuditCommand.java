package dev.slipway.cli.command;

import dev.slipway.cli.client.AuditPages;
import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Element;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.Cells;
import dev.slipway.cli.term.Durations;
import dev.slipway.cli.term.TextTable;
import dev.slipway.wire.AuditBodies.AuditLogActorV1;
import dev.slipway.wire.AuditBodies.AuditLogEntryV1;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "audit",
    description = "Show who did what, newest first.",
    footer = {
      "",
      "With --json each line is the server's JSON object for one event.",
      "",
      "Examples:",
      "  slipway audit",
      "  slipway audit digits --environment production --since 1d",
      "  slipway audit --group promoted --group deleted --limit 200",
      "  slipway audit --search token --json"
    })
public final class AuditCommand extends ServerCommand {
  static final int MAX_LIMIT = 10_000;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description = "Id or name. Default: everything in the workspace.")
  private @Nullable String model;

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "Only events of this environment; may be given again.")
  private List<String> environments = List.of();

  @Option(
      names = "--deployment",
      paramLabel = "ID",
      description = "Only events of the deployment with this id; may be given again.")
  private List<String> deployments = List.of();

  @Option(
      names = "--group",
      paramLabel = "GROUP",
      description = {
        "Only events of this group, such as deployed, promoted, activated_deactivated,",
        "environment_settings, deleted, secrets or api_keys; may be given again."
      })
  private List<String> groups = List.of();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "Only what came this way: api or system; may be given again.")
  private List<String> sources = List.of();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "Only events with this text in a name or id.")
  private @Nullable String search;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "How far back, such as 2h or 7d. Default: everything that is kept.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most N events. Default: 50.")
  private int limit = 50;

  @Option(names = "--oldest-first", description = "In the order in which they happened.")
  private boolean oldestFirst;

  public AuditCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw Failure.usage("--limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    String filter = filter(s);
    String path =
        (model == null ? "/v1" : Urls.model(s.refs().modelId(model))) + "/audit_logs?" + filter;
    List<Element<AuditLogEntryV1>> events = new AuditPages(s.api(), path).read(limit);
    if (s.json()) {
      events.forEach(e -> s.terminal().answer(e.json().toString()));
    } else {
      s.terminal().answer(events.isEmpty() ? "No events." : table(events));
    }
    return Exit.OK;
  }

  private String filter(CommandSession s) {
    var query = new StringBuilder("direction=" + (oldestFirst ? "ASC" : "DESC"));
    environments.forEach(e -> add(query, "environment_names", e));
    deployments.forEach(d -> add(query, "deployment_ids", d));
    groups.forEach(g -> add(query, "event_type_groups", g.toUpperCase(Locale.ROOT)));
    sources.forEach(o -> add(query, "sources", o.toUpperCase(Locale.ROOT)));
    if (search != null) {
      add(query, "search", search);
    }
    if (since != null) {
      Duration back = Durations.parse("--since", since);
      long from = s.host().timing().clock().instant().minus(back).toEpochMilli();
      add(query, "start_epoch_millis", String.valueOf(Math.max(0, from)));
    }
    return query.toString();
  }

  private static void add(StringBuilder query, String name, String value) {
    query.append('&').append(name).append('=').append(Urls.query(value));
  }

  private static String table(List<Element<AuditLogEntryV1>> events) {
    var table = new TextTable("TIME", "EVENT", "WHAT", "WHO", "THROUGH");
    for (Element<AuditLogEntryV1> event : events) {
      AuditLogEntryV1 e = event.value();
      String action = text(e, "action");
      table.row(
          Cells.time(e.created()),
          action.isEmpty() ? e.eventType() : action,
          what(e),
          who(e.actor()),
          Cells.orDash(e.clientName()));
    }
    return table.format();
  }

  private static String what(AuditLogEntryV1 e) {
    String name = text(e, "model_name");
    String deployment = text(e, "deployment_name");
    String environment = text(e, "environment_name");
    if (name.isEmpty()) {
      String secret = text(e, "secret_name");
      return Cells.orDash(secret.isEmpty() ? text(e, "prefix") : secret);
    }
    return name
        + (deployment.isEmpty() ? "" : " " + deployment)
        + (environment.isEmpty() ? "" : " (" + environment + ")");
  }

  /// A field of the event's data; empty where events of this type have no such field.
  private static String text(AuditLogEntryV1 e, String field) {
    return e.eventData().get(field) instanceof String text ? text : "";
  }

  private static String who(AuditLogActorV1 actor) {
    if (actor.email() != null && !actor.email().isEmpty()) {
      return actor.email();
    }
    String prefix = actor.apiKeyPrefix();
    if (prefix == null || prefix.isEmpty()) {
      return "system";
    }
    String name = actor.apiKeyName();
    return name == null || name.isEmpty() ? "key " + prefix : name + " (key " + prefix + ")";
  }
}
