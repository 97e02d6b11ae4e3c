package dev.slipway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

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
final class AuditCommand extends ServerCommand {
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

  AuditCommand(Host host) {
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
    List<JsonNode> events = new AuditPages(s.api(), path).read(limit);
    if (s.json()) {
      events.forEach(e -> s.terminal().answer(e.toString()));
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

  private static String table(List<JsonNode> events) {
    var table = new TextTable("TIME", "EVENT", "WHAT", "WHO", "THROUGH");
    for (JsonNode e : events) {
      JsonNode data = e.path("event_data");
      String action = WireJson.text(data, "action");
      table.row(
          Cells.time(WireJson.text(e, "created")),
          action.isEmpty() ? WireJson.text(e, "event_type") : action,
          what(data),
          who(e.path("actor")),
          Cells.orDash(WireJson.text(e, "client_name")));
    }
    return table.format();
  }

  private static String what(JsonNode data) {
    String name = WireJson.text(data, "model_name");
    String deployment = WireJson.text(data, "deployment_name");
    String environment = WireJson.text(data, "environment_name");
    if (name.isEmpty()) {
      String secret = WireJson.text(data, "secret_name");
      return Cells.orDash(secret.isEmpty() ? WireJson.text(data, "prefix") : secret);
    }
    return name
        + (deployment.isEmpty() ? "" : " " + deployment)
        + (environment.isEmpty() ? "" : " (" + environment + ")");
  }

  private static String who(JsonNode actor) {
    String name = WireJson.text(actor, "api_key_name");
    String prefix = WireJson.text(actor, "api_key_prefix");
    String email = WireJson.text(actor, "email");
    if (!email.isEmpty()) {
      return email;
    }
    if (prefix.isEmpty()) {
      return "system";
    }
    return name.isEmpty() ? "key " + prefix : name + " (key " + prefix + ")";
  }
}
