package dev.slipway.cli.client;

import dev.slipway.wire.AuditBodies.ListAuditLogsResponseV1;
import dev.slipway.wire.DeploymentBodies.DeploymentV1;
import dev.slipway.wire.DeploymentBodies.DeploymentsV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentV1;
import dev.slipway.wire.EnvironmentBodies.EnvironmentsV1;
import dev.slipway.wire.EnvironmentBodies.UpdateEnvironmentResponseV1;
import dev.slipway.wire.InferenceBodies.AsyncRequestStatusResponse;
import dev.slipway.wire.InferenceBodies.CancelAsyncRequestResponse;
import dev.slipway.wire.LogBodies.GetLogsResponseV1;
import dev.slipway.wire.MetricBodies.GetModelMetricsResponseV1;
import dev.slipway.wire.ModelBodies.CreatedModelDeploymentV1;
import dev.slipway.wire.ModelBodies.ModelsV1;
import dev.slipway.wire.PromotionBodies.PromotionsBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import dev.slipway.wire.UploadBodies.PrepareModelUploadResponseV1;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Completes the answers of a fake server: the test names the fields that it is about, and every
/// other field that the answer's record needs gets filler.
public final class Filled {
  private static final JsonMapper MAPPER = new JsonMapper();

  /// The record of each answer, by a pattern of its route. The first that fits counts.
  private static final Map<String, Class<?>> RECORDS = new LinkedHashMap<>();

  static {
    String model = "/v1/models/[^/]+";
    RECORDS.put("GET /v1/models", ModelsV1.class);
    RECORDS.put("POST /v1/models", CreatedModelDeploymentV1.class);
    RECORDS.put("POST /v1/prepare_model_upload", PrepareModelUploadResponseV1.class);
    RECORDS.put("GET (/v1|" + model + ")/audit_logs", ListAuditLogsResponseV1.class);
    RECORDS.put("GET " + model + "/deployments", DeploymentsV1.class);
    RECORDS.put("POST " + model + "/deployments", CreatedModelDeploymentV1.class);
    RECORDS.put("GET " + model + "/deployments/[^/]+", DeploymentV1.class);
    RECORDS.put("GET " + model + "/deployments/[^/]+/logs", GetLogsResponseV1.class);
    RECORDS.put("GET " + model + "/environments", EnvironmentsV1.class);
    RECORDS.put("GET " + model + "/environments/[^/]+", EnvironmentV1.class);
    RECORDS.put("PATCH " + model + "/environments/[^/]+", UpdateEnvironmentResponseV1.class);
    RECORDS.put("POST " + model + "/environments/[^/]+/promote", DeploymentV1.class);
    RECORDS.put("GET " + model + "/environments/[^/]+/promotions", PromotionsBody.class);
    RECORDS.put("GET " + model + "/environments/[^/]+/promotions/[^/]+", ReceiptBody.class);
    RECORDS.put("GET " + model + "/.*/metrics", GetModelMetricsResponseV1.class);
    RECORDS.put("GET /model/.*/async_request/.*", AsyncRequestStatusResponse.class);
    RECORDS.put("DELETE /model/.*/async_request/.*", CancelAsyncRequestResponse.class);
  }

  private Filled() {}

  /// The whole answer of a route; as it is where it has no record.
  public static String answer(String route, String json) {
    Optional<Class<?>> record =
        RECORDS.entrySet().stream()
            .filter(e -> route.matches(e.getKey()))
            .<Class<?>>map(Map.Entry::getValue)
            .findFirst();
    return record.isEmpty() || !json.startsWith("{") ? json : body(record.get(), json);
  }

  /// @param json the fields that matter
  public static String body(Class<?> record, String json) {
    return fill(record, (ObjectNode) MAPPER.readTree(json)).toString();
  }

  private static ObjectNode fill(Class<?> record, ObjectNode object) {
    for (RecordComponent component : record.getRecordComponents()) {
      String name = RequiredFields.name(component);
      AnnotatedType type = component.getAnnotatedType();
      JsonNode value = object.path(name);
      if (value instanceof ObjectNode inner && component.getType().isRecord()) {
        fill(component.getType(), inner);
      } else if (value.isArray() && element(type) instanceof Class<?> c && c.isRecord()) {
        value.forEach(each -> fill(c, (ObjectNode) each));
      } else if (value.isMissingNode() && !type.isAnnotationPresent(Nullable.class)) {
        object.set(name, filler(component.getType()));
      }
    }
    return object;
  }

  private static @Nullable Object element(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType list
        ? list.getAnnotatedActualTypeArguments()[0].getType()
        : null;
  }

  private static JsonNode filler(Class<?> type) {
    if (type.isRecord()) {
      return fill(type, MAPPER.createObjectNode());
    }
    if (type == List.class) {
      return MAPPER.createArrayNode();
    }
    if (type == boolean.class) {
      return MAPPER.getNodeFactory().booleanNode(false);
    }
    if (type.isPrimitive()) {
      return MAPPER.getNodeFactory().numberNode(0);
    }
    return type == Map.class
        ? MAPPER.createObjectNode()
        : MAPPER
            .getNodeFactory()
            .stringNode(type == Instant.class ? "2026-01-01T00:00:00Z" : "filler");
  }
}
