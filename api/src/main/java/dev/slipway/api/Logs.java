package dev.slipway.api;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.slipway.engine.Engine;
import dev.slipway.engine.LogLine;
import dev.slipway.engine.LogQuery;
import dev.slipway.engine.Runtime;
import dev.slipway.wire.GetDeploymentLogsRequestV1;
import dev.slipway.wire.GetLogsResponseV1;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Handlers of logs.
final class Logs {
  /// The longest time that one answer looks at.
  static final Duration MAX_WINDOW = Duration.ofDays(7);

  private static final Duration DEFAULT_WINDOW = Duration.ofMinutes(30);
  private static final int DEFAULT_LIMIT = 500;

  private final Engine engine;
  private final Runtime runtime;
  private final InstantSource time;

  Logs(Engine engine, Runtime runtime, InstantSource time) {
    this.engine = engine;
    this.runtime = runtime;
    this.time = time;
  }

  Reply ofDeployment(Request request) {
    return lines(deployment(request), LogRequests.parse(request.query()));
  }

  /// The deprecated form, with the query in its body.
  Reply ofDeploymentByBody(Request request) {
    return lines(deployment(request), LogRequests.parse(request.body()));
  }

  private List<String> deployment(Request request) {
    var view =
        Errors.value(engine.deployments().find(request.model(), request.value("deployment_id")));
    return List.of(view.deployment().id());
  }

  /// The merged logs of everything that belongs to an environment.
  Reply ofEnvironment(Request request) {
    var asked = LogRequests.parse(request.query());
    var env = Errors.value(engine.environments().find(request.environment()));
    Set<String> ids = new LinkedHashSet<>();
    var current = env.current();
    var candidate = env.candidate();
    if (current != null) {
      ids.add(current.deployment().id());
    }
    if (candidate != null) {
      ids.add(candidate.deployment().id());
    }
    for (var d : Errors.value(engine.deployments().ofModel(request.model()))) {
      if (request.environment().name().equals(d.deployment().placement().environment())) {
        ids.add(d.deployment().id());
      }
    }
    return lines(List.copyOf(ids), asked);
  }

  private Reply lines(List<String> deployments, GetDeploymentLogsRequestV1 asked) {
    LogQuery query = query(deployments, asked);
    var lines = deployments.isEmpty() ? List.<LogLine>of() : runtime.logs(query).lines();
    return Reply.ok(new GetLogsResponseV1(lines.stream().map(ToWire::line).toList()));
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
        level(asked.minLevel()),
        asked.replica(),
        asked.requestId(),
        pattern(asked.searchPattern()),
        asked.includes(),
        asked.excludes());
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
          "search_pattern: " + Texts.cut(e.getMessage()) + " (expected: an RE2 expression)");
    }
  }
}
