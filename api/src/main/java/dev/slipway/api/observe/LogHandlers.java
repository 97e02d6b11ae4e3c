package dev.slipway.api.observe;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.domain.deployment.Deployment;
import dev.slipway.domain.promotion.Promotion;
import dev.slipway.domain.promotion.PromotionState;
import dev.slipway.engine.Engine;
import dev.slipway.engine.catalog.DeploymentView;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.engine.port.runtime.LogQuery;
import dev.slipway.engine.port.runtime.Runtime;
import dev.slipway.wire.LogBodies.GetDeploymentLogsRequestV1;
import dev.slipway.wire.LogBodies.GetLogsResponseV1;
import dev.slipway.wire.LogBodies.LogV1;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Handlers of logs.
public final class LogHandlers {
  /// The longest time that one answer looks at.
  static final Duration MAX_WINDOW = Duration.ofDays(7);

  private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(30);
  private static final int DEFAULT_LIMIT = 500;

  /// The components that write logs here; all others have none.
  private static final Map<String, LogQuery.Origin> COMPONENTS =
      Map.of("model", LogQuery.Origin.REPLICA, "server", LogQuery.Origin.SERVER);

  private final Engine engine;
  private final Runtime runtime;
  private final InstantSource time;

  public LogHandlers(Engine engine, Runtime runtime, InstantSource time) {
    this.engine = engine;
    this.runtime = runtime;
    this.time = time;
  }

  public Reply ofDeployment(Request request) {
    return lines(deployment(request), LogRequests.parse(request.query()));
  }

  /// The deprecated form, with the query in its body.
  public Reply ofDeploymentByBody(Request request) {
    return lines(deployment(request), LogRequests.parse(request.body()));
  }

  private List<String> deployment(Request request) {
    var view =
        Errors.value(engine.deployments().find(request.model(), request.value("deployment_id")));
    return List.of(view.deployment().id());
  }

  /// The merged logs of every deployment that was active on an environment in the time that is
  /// asked for: what belongs to it now, and the sides of every promotion that was in progress then.
  public Reply ofEnvironment(Request request) {
    var asked = LogRequests.parse(request.query());
    var env = Errors.value(engine.environments().find(request.environment()));
    LogQuery query = query(List.of(), asked);
    Set<String> ids = new HashSet<>();
    for (var view : Arrays.asList(env.current(), env.candidate())) {
      if (view != null) {
        ids.add(view.deployment().id());
      }
    }
    for (var p : Errors.value(engine.receipts().history(request.environment()))) {
      if (overlaps(p, query)) {
        ids.add(p.sides().candidate());
        ids.add(Objects.requireNonNullElse(p.sides().previous(), p.sides().candidate()));
      }
    }
    String name = request.environment().name();
    List<String> there =
        Errors.value(engine.deployments().ofModel(request.model())).stream()
            .map(DeploymentView::deployment)
            .filter(d -> ids.contains(d.id()) || name.equals(d.placement().environment()))
            .map(Deployment::id)
            .toList();
    return lines(there, asked);
  }

  private static boolean overlaps(Promotion p, LogQuery query) {
    boolean endedBefore =
        p.state() instanceof PromotionState.Terminal t && t.at().isBefore(query.from());
    return !endedBefore && !p.terms().startedAt().isAfter(query.to());
  }

  private Reply lines(List<String> deployments, GetDeploymentLogsRequestV1 asked) {
    LogQuery query = query(deployments, asked);
    String component = asked.component();
    boolean nothing =
        deployments.isEmpty() || (component != null && !COMPONENTS.containsKey(component));
    var lines = nothing ? List.<LogLine>of() : runtime.logs(query).lines();
    return Reply.ok(new GetLogsResponseV1(lines.stream().map(LogHandlers::line).toList()));
  }

  private static LogV1 line(LogLine line) {
    var level = line.level();
    return new LogV1(
        String.valueOf(line.epochNanos()),
        line.message(),
        line.replica(),
        line.requestId(),
        level == null ? null : level.name());
  }

  private LogQuery query(List<String> deployments, GetDeploymentLogsRequestV1 asked) {
    Long end = asked.endEpochMillis();
    Long start = asked.startEpochMillis();
    Instant to = end == null ? time.instant() : Instant.ofEpochMilli(end);
    Instant from = start == null ? to.minus(DEFAULT_WINDOW) : Instant.ofEpochMilli(start);
    if (from.isAfter(to)) {
      throw Problem.invalid("start_epoch_millis: after end_epoch_millis (expected: before it)");
    }
    if (Duration.between(from, to).compareTo(MAX_WINDOW) > 0) {
      throw Problem.invalid(
          "start_epoch_millis, end_epoch_millis: more than %d days apart (expected: at most that)"
              .formatted(MAX_WINDOW.toDays()));
    }
    Integer limit = asked.limit();
    return new LogQuery(
        deployments,
        from,
        to.plusNanos(999_999),
        !"asc".equals(asked.direction()),
        limit == null ? DEFAULT_LIMIT : limit,
        new LogQuery.Filter(
            level(asked.minLevel()),
            asked.replica(),
            asked.requestId(),
            pattern(asked.searchPattern()),
            asked.includes(),
            asked.excludes(),
            origin(asked.component())));
  }

  private static LogQuery.@Nullable Origin origin(@Nullable String component) {
    return component == null ? null : COMPONENTS.get(component);
  }

  private static LogLine.@Nullable Level level(@Nullable String name) {
    return name == null ? null : LogLine.Level.valueOf(name);
  }

  private static @Nullable String pattern(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Pattern.compile(text);
      return text;
    } catch (PatternSyntaxException e) {
      throw Problem.invalid(
          "search_pattern: "
              + Texts.cut(String.valueOf(e.getMessage()))
              + " (expected: an RE2 expression)");
    }
  }
}
