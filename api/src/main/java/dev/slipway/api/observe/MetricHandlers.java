package dev.slipway.api.observe;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Choices;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Numbers;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Query;
import dev.slipway.engine.Engine;
import dev.slipway.engine.history.MetricSummary;
import dev.slipway.engine.history.Metrics;
import dev.slipway.engine.history.Metrics.Subject;
import dev.slipway.wire.MetricBodies.GetModelMetricsResponseV1;
import dev.slipway.wire.MetricBodies.ModelMetricDescriptorV1;
import dev.slipway.wire.MetricBodies.ModelMetricValueSetV1;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handlers of metrics.
public final class MetricHandlers {
  private static final String[] PARAMETERS = {
    "mode", "start_epoch_millis", "end_epoch_millis", "metrics"
  };

  /// The most steps of a series.
  static final int MAX_STEPS = 120;

  private static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

  /// The possible steps of a series, in seconds.
  private static final List<Integer> STEPS =
      List.of(30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200);

  private final Engine engine;
  private final InstantSource time;

  public MetricHandlers(Engine engine, InstantSource time) {
    this.engine = engine;
    this.time = time;
  }

  private enum Mode {
    CURRENT,
    SUMMARY,
    SERIES
  }

  public Reply ofDeployment(Request request) {
    checkKey(request);
    String id = request.value("deployment_id");
    var view = Errors.value(engine.deployments().find(request.model(), id));
    return answer(request, new Subject.OfDeployment(request.model(), view.deployment().id()));
  }

  public Reply ofEnvironment(Request request) {
    checkKey(request);
    var key = Errors.value(engine.environments().find(request.environment())).environment().key();
    return answer(request, new Subject.OfEnvironment(key.modelId(), key.name()));
  }

  /// A key may be limited to some models.
  private static void checkKey(Request request) {
    if (!request.caller().covers(request.model())) {
      throw Problem.forbidden(
          "API key %s may not read the metrics of model %s (expected: one of its models)."
              .formatted(request.caller().prefix(), request.model()));
    }
  }

  private Reply answer(Request request, Subject subject) {
    Query q = request.query();
    String mode = q.given("mode", Limits.ID);
    Mode asked = mode == null ? Mode.CURRENT : Choices.required("mode", mode, Mode.class);
    List<Metric> metrics = Metric.named(q.all("metrics"));
    Long start = Numbers.of(q, "start_epoch_millis", 0, Numbers.MAX_MILLIS);
    Long end = Numbers.of(q, "end_epoch_millis", 0, Numbers.MAX_MILLIS);
    return Reply.ok(
        switch (asked) {
          case CURRENT -> current(metrics, subject, start, end);
          case SUMMARY -> {
            var window = Window.of(start, end, time.instant());
            yield answer(asked, window, null, metrics, measure(subject, window, window.length()));
          }
          case SERIES -> {
            var window = Window.of(start, end, time.instant());
            int step = step(window.length());
            var measured = measure(subject, window, Duration.ofSeconds(step));
            yield answer(asked, window, step, metrics, measured);
          }
        });
  }

  private GetModelMetricsResponseV1 current(
      List<Metric> metrics, Subject subject, @Nullable Long start, @Nullable Long end) {
    if (start != null || end != null) {
      throw Problem.invalid(
          "%s: given (expected: left out in mode CURRENT; or the mode SUMMARY or SERIES)"
              .formatted(start != null ? "start_epoch_millis" : "end_epoch_millis"));
    }
    Instant now = time.instant();
    var window = new Window(now.minus(Metrics.CURRENT), now);
    return answer(Mode.CURRENT, window, null, metrics, List.of(engine.metrics().now(subject)));
  }

  private List<MetricSummary> measure(Subject subject, Window window, Duration step) {
    return engine.metrics().series(subject, window.from(), window.to(), step);
  }

  private static GetModelMetricsResponseV1 answer(
      Mode mode,
      Window window,
      @Nullable Integer step,
      List<Metric> metrics,
      List<MetricSummary> measured) {
    List<ModelMetricDescriptorV1> descriptors = metrics.stream().map(Metric::descriptor).toList();
    var sets = new ArrayList<ModelMetricValueSetV1>();
    long at = window.from().toEpochMilli();
    for (MetricSummary m : measured) {
      sets.add(
          new ModelMetricValueSetV1(at, metrics.stream().map(metric -> metric.values(m)).toList()));
      at += step == null ? 0 : step * 1_000L;
    }
    return new GetModelMetricsResponseV1(
        window.from().toEpochMilli(),
        window.to().toEpochMilli(),
        mode.name(),
        step,
        descriptors,
        sets);
  }

  private static int step(Duration window) {
    double least = window.toMillis() / 1_000.0 / MAX_STEPS;
    return STEPS.stream().filter(s -> s >= least).findFirst().orElse(STEPS.getLast());
  }

  /// @param from before `to`
  private record Window(Instant from, Instant to) {
    static Window of(@Nullable Long start, @Nullable Long end, Instant now) {
      Instant to = Instant.ofEpochMilli(end == null ? now.toEpochMilli() : end);
      Instant from = start == null ? to.minus(DEFAULT_WINDOW) : Instant.ofEpochMilli(start);
      if (!from.isBefore(to)) {
        throw Problem.invalid(
            "start_epoch_millis: not before end_epoch_millis (expected: before it)");
      }
      if (Duration.between(from, to).compareTo(Metrics.MAX_AGE) > 0) {
        throw Problem.invalid(
            "start_epoch_millis, end_epoch_millis: more than %d days apart (expected: at most that)"
                .formatted(Metrics.MAX_AGE.toDays()));
      }
      return new Window(from, to);
    }

    Duration length() {
      return Duration.between(from, to);
    }
  }

  /// The query parameters of metrics.
  public static String[] parameters() {
    return PARAMETERS.clone();
  }
}
