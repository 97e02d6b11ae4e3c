package dev.slipway.api.observe;

import dev.slipway.api.input.Choices;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Numbers;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.port.runtime.LogLine;
import dev.slipway.wire.LogBodies.GetDeploymentLogsRequestV1;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads which lines of a log are asked for, from a query or from a body.
public final class LogRequests {
  private static final String[] PARAMETERS = {
    "start_epoch_millis",
    "end_epoch_millis",
    "direction",
    "limit",
    "min_level",
    "replica",
    "request_id",
    "component",
    "search_pattern",
    "includes",
    "excludes"
  };

  private static final int MAX_LIMIT = 1000;
  private static final List<String> DIRECTIONS = List.of("asc", "desc");

  private LogRequests() {}

  static GetDeploymentLogsRequestV1 parse(Query q) {
    Long limit = Numbers.of(q, "limit", 1, MAX_LIMIT);
    return new GetDeploymentLogsRequestV1(
        Numbers.of(q, "start_epoch_millis", 0, Numbers.MAX_MILLIS),
        Numbers.of(q, "end_epoch_millis", 0, Numbers.MAX_MILLIS),
        direction(q.given("direction", Limits.LOG_FILTER)),
        limit == null ? null : Math.toIntExact(limit),
        level(q.given("min_level", Limits.LOG_FILTER)),
        q.text("replica", Limits.LOG_FILTER),
        q.text("request_id", Limits.LOG_FILTER),
        q.text("component", Limits.LOG_FILTER),
        q.text("search_pattern", Limits.LOG_FILTER),
        filters("includes", q.all("includes")),
        filters("excludes", q.all("excludes")));
  }

  static GetDeploymentLogsRequestV1 parse(Fields f) {
    return new GetDeploymentLogsRequestV1(
        f.number("start_epoch_millis", 0, Numbers.MAX_MILLIS),
        f.number("end_epoch_millis", 0, Numbers.MAX_MILLIS),
        direction(f.text("direction", Limits.LOG_FILTER)),
        f.integer("limit", 1, MAX_LIMIT),
        level(f.text("min_level", Limits.LOG_FILTER)),
        f.text("replica", Limits.LOG_FILTER),
        f.text("request_id", Limits.LOG_FILTER),
        f.text("component", Limits.LOG_FILTER),
        f.text("search_pattern", Limits.LOG_FILTER),
        f.texts("includes", Limits.LOG_FILTERS, Limits.LOG_FILTER),
        f.texts("excludes", Limits.LOG_FILTERS, Limits.LOG_FILTER));
  }

  private static @Nullable String direction(@Nullable String text) {
    if (text != null && !DIRECTIONS.contains(text)) {
      throw Problem.invalid("direction: \"" + Texts.cut(text) + "\" (expected: asc, desc)");
    }
    return text;
  }

  private static @Nullable String level(@Nullable String text) {
    if (text != null && Choices.find(text, LogLine.Level.class) == null) {
      throw Problem.invalid(
          "min_level: \"%s\" (expected: %s)"
              .formatted(Texts.cut(text), Choices.names(LogLine.Level.class)));
    }
    return text;
  }

  private static List<String> filters(String name, List<String> given) {
    if (given.size() > Limits.LOG_FILTERS) {
      throw Problem.invalid(
          "%s: %d given (expected: at most %d)".formatted(name, given.size(), Limits.LOG_FILTERS));
    }
    for (String text : given) {
      Query.checked(name, text, Limits.LOG_FILTER);
    }
    return given;
  }

  /// The query parameters of logs.
  public static String[] parameters() {
    return PARAMETERS.clone();
  }
}
