package dev.slipway.api.observe;

import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import dev.slipway.engine.history.MetricSummary;
import dev.slipway.engine.port.routes.LatencyDistribution;
import dev.slipway.engine.port.routes.StatusCounts;
import dev.slipway.wire.MetricBodies.ModelMetricDescriptorV1;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The metrics that are measured here, under their published names.
enum Metric {
  INFERENCE_REQUESTS_TOTAL(Kind.COUNTER, "COUNT"),
  END_TO_END_RESPONSE_TIME_SECONDS(Kind.HISTOGRAM, "SECONDS"),
  TIME_TO_FIRST_BYTE_SECONDS(Kind.HISTOGRAM, "SECONDS"),
  REPLICAS_ACTIVE(Kind.GAUGE, "COUNT"),
  REPLICAS_STARTING(Kind.GAUGE, "COUNT"),
  POD_READINESS(Kind.GAUGE, "COUNT"),
  CONCURRENT_REQUESTS(Kind.GAUGE, "COUNT"),
  ONGOING_WEBSOCKET_CONNECTIONS(Kind.GAUGE, "COUNT");

  /// The metrics that are answered if none is named.
  static final List<Metric> DEFAULTS =
      List.of(REPLICAS_ACTIVE, INFERENCE_REQUESTS_TOTAL, END_TO_END_RESPONSE_TIME_SECONDS);

  /// Published names of what nothing here measures: answers leave them out.
  private static final List<String> NOT_MEASURED =
      List.of(
          "baseten_container_cpu_usage_seconds_total",
          "baseten_container_cpu_memory_working_set_bytes",
          "baseten_container_restarts_total",
          "baseten_request_size_bytes",
          "baseten_response_size_bytes",
          "baseten_time_in_async_queue_seconds",
          "baseten_async_queue_size",
          "baseten_async_webhook_requests_total",
          "baseten_async_webhook_latency_seconds",
          "baseten_gpu_memory_used",
          "baseten_gpu_utilization",
          "baseten_llm_input_tokens_total",
          "baseten_llm_output_tokens_total",
          "baseten_llm_input_tokens_per_request",
          "baseten_llm_output_tokens_per_request",
          "baseten_llm_tokens_per_second_per_request",
          "baseten_llm_kv_cache_hit_rate",
          "baseten_llm_spec_decode_num_accepted_tokens_total",
          "baseten_llm_spec_decode_num_draft_tokens_total",
          "baseten_llm_in_flight_tokens",
          "baseten_llm_avg_in_flight_tokens",
          "baseten_llm_num_requests");

  private static final List<Map<String, String>> ONE = List.of(Map.of());
  private static final List<Map<String, String>> STATUSES =
      Stream.of("2xx", "3xx", "4xx", "5xx").map(s -> Map.of("status", s)).toList();
  private static final List<Map<String, String>> CONDITIONS =
      List.of(Map.of("condition", "true"), Map.of("condition", "false"));
  private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.95, 0.99);
  private static final List<Map<String, String>> TIMES =
      Stream.concat(
              QUANTILES.stream().map(q -> Map.of("quantile", q.toString())),
              Stream.of(Map.of("stat", "avg")))
          .toList();

  private enum Kind {
    GAUGE,
    COUNTER,
    HISTOGRAM
  }

  private final Kind kind;
  private final String unit;

  Metric(Kind kind, String unit) {
    this.kind = kind;
    this.unit = unit;
  }

  /// The metrics of these names, each once, in their order.
  ///
  /// @param names empty: the defaults
  static List<Metric> named(List<String> names) {
    for (String name : names) {
      if (find(name) == null && !NOT_MEASURED.contains(name)) {
        throw Problem.invalid(
            "metrics: \"%s\" (expected: %s).%s"
                .formatted(Texts.cut(name), String.join(", ", known()), hint(name)));
      }
    }
    return names.isEmpty()
        ? DEFAULTS
        : names.stream().distinct().map(Metric::find).flatMap(Stream::ofNullable).toList();
  }

  private static @Nullable Metric find(String name) {
    return Arrays.stream(values()).filter(m -> m.published().equals(name)).findFirst().orElse(null);
  }

  private static List<String> known() {
    return Stream.concat(Arrays.stream(values()).map(Metric::published), NOT_MEASURED.stream())
        .toList();
  }

  private static String hint(String name) {
    return Texts.didYouMean(name, known());
  }

  String published() {
    return "baseten_" + name().toLowerCase(Locale.ROOT);
  }

  ModelMetricDescriptorV1 descriptor() {
    return new ModelMetricDescriptorV1(published(), unit, kind.name(), labels());
  }

  private List<Map<String, String>> labels() {
    return switch (this) {
      case INFERENCE_REQUESTS_TOTAL -> STATUSES;
      case END_TO_END_RESPONSE_TIME_SECONDS, TIME_TO_FIRST_BYTE_SECONDS -> TIMES;
      case POD_READINESS -> CONDITIONS;
      case REPLICAS_ACTIVE, REPLICAS_STARTING, CONCURRENT_REQUESTS, ONGOING_WEBSOCKET_CONNECTIONS ->
          ONE;
    };
  }

  /// The values by label set; null: there is no data.
  List<@Nullable Number> values(MetricSummary m) {
    if (!m.isKnown()) {
      return nothing();
    }
    return switch (this) {
      case INFERENCE_REQUESTS_TOTAL -> counts(m.ended());
      case END_TO_END_RESPONSE_TIME_SECONDS -> times(m.total());
      case TIME_TO_FIRST_BYTE_SECONDS -> times(m.firstByte());
      case REPLICAS_ACTIVE -> List.of(m.replicas().active());
      case REPLICAS_STARTING -> List.of(m.replicas().starting());
      case POD_READINESS ->
          List.of(m.replicas().active(), m.replicas().starting() + m.replicas().unready());
      case CONCURRENT_REQUESTS -> List.of(m.concurrent());
      case ONGOING_WEBSOCKET_CONNECTIONS -> List.of(m.tunnels());
    };
  }

  private List<@Nullable Number> nothing() {
    return Collections.nCopies(labels().size(), null);
  }

  private static List<@Nullable Number> counts(StatusCounts e) {
    return List.of(e.ok(), e.redirected(), e.refused(), e.failed());
  }

  private List<@Nullable Number> times(LatencyDistribution t) {
    if (t.count() == 0) {
      return nothing();
    }
    return Stream.concat(
            QUANTILES.stream().<Number>map(t::quantileSeconds), Stream.of(t.averageSeconds()))
        .<@Nullable Number>map(n -> n)
        .toList();
  }
}
