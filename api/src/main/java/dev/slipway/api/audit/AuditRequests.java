package dev.slipway.api.audit;

import dev.slipway.api.input.Choices;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Numbers;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.history.AuditLog;
import dev.slipway.engine.port.store.Audit;
import dev.slipway.engine.port.store.AuditEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads which entries of the audit log are asked for.
public final class AuditRequests {
  private static final String[] PARAMETERS = {
    "cursor",
    "limit",
    "direction",
    "search",
    "event_type_groups",
    "user_ids",
    "deployment_ids",
    "chain_deployment_ids",
    "environment_names",
    "sources",
    "start_epoch_millis",
    "end_epoch_millis"
  };

  private static final int MAX_LIMIT = 200;
  private static final int DEFAULT_LIMIT = 20;

  /// Later than every event.
  private static final Instant LATEST = Instant.parse("2261-01-01T00:00:00Z");

  private static final Pattern CURSOR = Pattern.compile("([da])(\\d{1,18})");

  /// The published directions.
  private enum Direction {
    DESC,
    ASC
  }

  private AuditRequests() {}

  static int limit(Query q) {
    Long limit = Numbers.of(q, "limit", 1, MAX_LIMIT);
    return limit == null ? DEFAULT_LIMIT : Math.toIntExact(limit);
  }

  /// Where the page begins; a cursor brings its direction along.
  static AuditLog.Position position(Query q) {
    String direction = q.given("direction", Limits.ID);
    Direction asked =
        direction == null
            ? Direction.DESC
            : Choices.required("direction", direction, Direction.class);
    String cursor = q.text("cursor", Limits.ID);
    return cursor == null ? AuditLog.Position.start(asked == Direction.DESC) : decode(cursor);
  }

  static AuditLog.Wanted wanted(Query q, @Nullable String modelId) {
    Instant from = moment(q, "start_epoch_millis");
    Instant to = moment(q, "end_epoch_millis");
    if (from != null && to != null && from.isAfter(to)) {
      throw Problem.invalid("start_epoch_millis: after end_epoch_millis (expected: before it)");
    }
    return new AuditLog.Wanted(
        modelId,
        from == null ? Instant.EPOCH : from,
        to == null ? LATEST : to.plusNanos(999_999),
        new Filter(
                search(q),
                choices(q, "event_type_groups", AuditGroup.class),
                texts(q, "deployment_ids"),
                texts(q, "environment_names"),
                choices(q, "sources", AuditSource.class),
                !texts(q, "user_ids").isEmpty() || !texts(q, "chain_deployment_ids").isEmpty())
            ::fits);
  }

  /// Which entries fit; an empty list asks nothing.
  ///
  /// @param nobody whether users or chains are asked for: keys act here, and there are no chains
  private record Filter(
      String search,
      List<AuditGroup> groups,
      List<String> deployments,
      List<String> environments,
      List<AuditSource> sources,
      boolean nobody) {
    boolean fits(Audit.Entry entry) {
      AuditEvent event = entry.event();
      return AuditWire.isShown(event)
          && !nobody
          && (groups.isEmpty() || AuditGroup.of(event).stream().anyMatch(groups::contains))
          && among(
              deployments,
              event instanceof AuditEvent.OfDeployment d ? d.subject().deploymentId() : null)
          && among(
              environments, event instanceof AuditEvent.InEnvironment e ? e.environment() : null)
          && (sources.isEmpty() || sources.contains(AuditSource.of(entry.actor())))
          && (search.isEmpty() || found(entry));
    }

    private static boolean among(List<String> wanted, @Nullable String given) {
      return wanted.isEmpty() || (given != null && wanted.contains(given));
    }

    private boolean found(Audit.Entry entry) {
      return holds(entry.modelId()) || AuditWire.names(entry.event()).anyMatch(this::holds);
    }

    private boolean holds(@Nullable String text) {
      return text != null && text.toLowerCase(Locale.ROOT).contains(search);
    }
  }

  private static String search(Query q) {
    String text = q.text("search", Limits.NAME);
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable Instant moment(Query q, String name) {
    Long millis = Numbers.of(q, name, 0, Numbers.MAX_MILLIS);
    return millis == null ? null : Instant.ofEpochMilli(Math.min(millis, LATEST.toEpochMilli()));
  }

  private static List<String> texts(Query q, String name) {
    return q.all(name).stream()
        .filter(t -> !t.isEmpty())
        .map(t -> Query.checked(name, t, Limits.ID))
        .toList();
  }

  private static <E extends Enum<E>> List<E> choices(Query q, String name, Class<E> type) {
    var all = new ArrayList<E>();
    for (String text : q.all(name)) {
      all.add(Choices.required(name, text, type));
    }
    return all;
  }

  static @Nullable String encode(AuditLog.@Nullable Position next) {
    if (next == null) {
      return null;
    }
    String text = (next.newestFirst() ? "d" : "a") + next.after();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static AuditLog.Position decode(String cursor) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
      Matcher parts = CURSOR.matcher(text);
      if (parts.matches()) {
        return new AuditLog.Position(parts.group(1).equals("d"), Long.parseLong(parts.group(2)));
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw Problem.invalid(
        "cursor: \"%s\" (expected: the cursor of an earlier page, as it was given)"
            .formatted(Texts.cut(cursor)));
  }

  /// The query parameters of audit logs.
  public static String[] parameters() {
    return PARAMETERS.clone();
  }
}
