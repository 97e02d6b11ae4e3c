package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.api.TestServer.Got;
import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.domain.settings.InvalidSetting;
import dev.slipway.wire.AccessBodies;
import dev.slipway.wire.AuditBodies;
import dev.slipway.wire.CommonBodies;
import dev.slipway.wire.DeploymentBodies;
import dev.slipway.wire.EnvironmentBodies;
import dev.slipway.wire.InferenceBodies;
import dev.slipway.wire.LogBodies;
import dev.slipway.wire.MetricBodies;
import dev.slipway.wire.ModelBodies;
import dev.slipway.wire.PlatformBodies;
import dev.slipway.wire.PromotionBodies;
import dev.slipway.wire.SettingsBodies;
import dev.slipway.wire.UploadBodies;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fields of bodies: those of docs/api/openapi.yaml are those that the server reads and writes.
class SpecFieldsTest extends ServerTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Pattern EXPECTED = Pattern.compile("\\(expected: ([a-z0-9_, ]+)\\)");

  /// As many parameters of one name as no query may hold.
  private static final int MANY_PARAMETERS = 50;

  /// Every class of wire that holds records.
  private static final List<Class<?>> BODIES =
      List.of(
          AccessBodies.class,
          AuditBodies.class,
          CommonBodies.class,
          DeploymentBodies.class,
          EnvironmentBodies.class,
          InferenceBodies.class,
          LogBodies.class,
          MetricBodies.class,
          ModelBodies.class,
          PlatformBodies.class,
          PromotionBodies.class,
          SettingsBodies.class,
          UploadBodies.class);

  /// What a body needs beside its required fields, so that the server gets to the one in question.
  private static final Map<String, String> BESIDE =
      Map.of(
          "config", Bodies.CONFIG,
          "type", "\"PERSONAL\"",
          "server_port", "8080",
          "predict_endpoint", "\"/predict\"",
          "readiness_endpoint", "\"/health\"",
          "liveness_endpoint", "\"/health\"",
          "PrepareModelUploadRequestV1", "{\"name\":\"new\"}");

  private final Set<String> limitsThatAgree = new TreeSet<>();
  private final List<String> limitsThatDiffer = new ArrayList<>();
  private final SpecDocument document = SpecDocument.read("openapi.yaml");
  private final SpecLimits limits = new SpecLimits(document);

  @Test
  void theDocumentHasTheFieldsOfTheRecordsThatAreWritten() {
    var wrong = new ArrayList<String>();
    Set<String> answered = document.answered();
    assertThat(answered).hasSizeGreaterThan(50);
    for (String name : document.schemas()) {
      Class<?> type = record(name);
      if (type == null) {
        if (answered.contains(name)) { // what is only read, the other tests look at
          wrong.add(name + ": no record has this name");
        }
        continue;
      }
      JsonNode fields = document.schema(name).get("properties");
      var ours = new TreeSet<>(fields.propertyNames());
      var components =
          Arrays.stream(type.getRecordComponents())
              .map(c -> PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, c.getName()))
              .collect(Collectors.toCollection(TreeSet::new));
      if (!ours.equals(components)) {
        wrong.add(name + ": " + ours + " (the record: " + components + ")");
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static @Nullable Class<?> record(String name) {
    return BODIES.stream()
        .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
        .filter(type -> type.getSimpleName().equals(name))
        .findAny()
        .orElse(null);
  }

  /// Our command line is a client of every server that speaks the API: it may need no more of an
  /// answer than such a server has to say.
  @ParameterizedTest
  @CsvSource({"/published-fields.json,40", "/published-inference.json,2"})
  void noAnswerNeedsAFieldThatAPublishedServerMayLeaveOut(String facts, int atLeast) {
    var published = Published.read(facts);
    Set<String> asked =
        Set.of("GetDeploymentLogsRequestV1", "DeploymentArchiveSourceV1", "ModelArchiveSourceV1");
    var wrong = new ArrayList<String>();
    int compared = 0;
    for (String name : published.schemas()) {
      Class<?> type = record(name);
      if (type == null || asked.contains(name)) {
        continue;
      }
      compared++;
      JsonNode schema = published.schema(name);
      for (RecordComponent component : type.getRecordComponents()) {
        String field =
            PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, component.getName());
        boolean needed = !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        if (needed && !isAlwaysThere(schema, field)) {
          wrong.add(name + "." + field + ": needed (expected: @Nullable)");
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(atLeast);
  }

  private static boolean isAlwaysThere(JsonNode schema, String field) {
    boolean required =
        schema.get("required").valueStream().anyMatch(r -> r.stringValue().equals(field));
    return required
        && schema
            .get("fields")
            .get(field)
            .path("any")
            .valueStream()
            .noneMatch(any -> any.has("type") && any.get("type").stringValue().equals("null"));
  }

  /// A value of the wrong type is refused by name; so the server reads the field.
  @Test
  void theServerReadsEveryFieldOfEveryBodyInTheDocument() {
    var slice = new SliceCalls(server);
    var wrong = new ArrayList<String>();
    document
        .operations()
        .forEach((name, operation) -> {
          JsonNode schema = document.requestSchema(operation);
          if (schema != null) {
            for (List<String> field : limits.fields(schema, List.of())) {
              ObjectNode body = MAPPER.createObjectNode();
              fill(schema, body, field, this::wrongFor);
              Got got = send(slice, name, body.toString());
              String leaf = field.getLast();
              if (got.status() != 400 || !got.message().contains(leaf)) {
                wrong.add(
                    name + " " + String.join(".", field) + ": " + got.status() + " " + got.text());
              }
            }
          }
        });
    assertThat(wrong).isEmpty();
  }

  /// The server says its limits where a value is beyond them, whatever the document says; so a
  /// limit that is missing on one side is found.
  @Test
  void theLimitsOfBodiesInTheDocumentAreThoseOfTheServer() {
    var slice = new SliceCalls(server);
    document
        .operations()
        .forEach((name, operation) -> {
          JsonNode schema = document.requestSchema(operation);
          if (schema != null) {
            for (List<String> field : limits.fields(schema, List.of())) {
              compareLimits(slice, name, schema, field);
            }
          }
        });
    assertThat(limitsThatDiffer).isEmpty();
    assertThat(limitsThatAgree).hasSizeGreaterThan(60);
  }

  private void compareLimits(
      SliceCalls slice, String operation, JsonNode schema, List<String> field) {
    JsonNode inner = limits.schemaOf(schema, field);
    if (document.types(inner).contains("array")
        && inner.at("/items/type").asString("").equals("string")) {
      JsonNode item = inner.get("items");
      JsonNode beyond = limits.beyond(item);
      if (beyond != null) {
        compareLimits(slice, operation, schema, field, item, MAPPER.createArrayNode().add(beyond));
      }
    }
    JsonNode beyond = limits.beyond(inner);
    if (beyond != null) {
      compareLimits(slice, operation, schema, field, inner, beyond);
    }
  }

  private void compareLimits(
      SliceCalls slice,
      String operation,
      JsonNode schema,
      List<String> field,
      JsonNode limited,
      JsonNode beyond) {
    ObjectNode body = MAPPER.createObjectNode();
    fill(schema, body, field, _ -> beyond);
    String message = refusal(send(slice, operation, body.toString()));
    compare(operation + " " + String.join(".", field), limited, field.getLast(), message);
  }

  /// What a refusal says; an empty text where the server did as it was told.
  private static String refusal(Got got) {
    return got.status() < 400 ? "" : got.message();
  }

  private void compare(String where, JsonNode limited, String name, String message) {
    String ours = SpecLimits.of(limited);
    String said = message.contains(name) ? SpecLimits.in(message) : "";
    if (!ours.equals(said)) {
      limitsThatDiffer.add("%s: %s (the server: %s)".formatted(where, ours, message));
    } else if (!ours.isEmpty()) {
      limitsThatAgree.add(where);
    }
  }

  @Test
  void theLimitsOfQueriesInTheDocumentAreThoseOfTheServer() {
    var slice = new SliceCalls(server);
    document
        .operations()
        .forEach((name, operation) ->
            document
                .parameters(operation, "query")
                .forEach((parameter, definition) -> {
                  JsonNode schema = document.essence(definition.get("schema"));
                  JsonNode beyond = limits.beyond(schema);
                  if (beyond == null || name.contains("/s3/")) {
                    return; // what is signed, its own test sends
                  }
                  boolean list = beyond.isArray();
                  String query =
                      list
                          ? (parameter + "=x&").repeat(MANY_PARAMETERS)
                          : parameter + "=" + beyond.asString("");
                  String message = refusal(send(slice, name, query, bodyFor(operation)));
                  compare(name + " ?" + parameter, schema, parameter, message);
                }));
    assertThat(limitsThatDiffer).isEmpty();
    assertThat(limitsThatAgree).hasSizeGreaterThan(20);
  }

  @Test
  void theLimitsOfTheInferenceDocumentAreThoseOfTheDomain() {
    var inference = SpecDocument.read("inference.yaml");
    JsonNode terms = inference.schema("AsyncPredictRequest").get("properties");
    JsonNode retries = inference.schema("InferenceRetryConfig").get("properties");
    Duration far = Duration.ofDays(100);
    var none = AsyncTerms.Retries.DEFAULT;
    compareDomain(terms, "priority", () -> new AsyncTerms(100, Duration.ofMinutes(1), none, null));
    compareDomain(terms, "max_time_in_queue_seconds", () -> new AsyncTerms(0, far, none, null));
    compareDomain(
        retries, "max_attempts", () -> new AsyncTerms.Retries(100, Duration.ZERO, Duration.ZERO));
    compareDomain(retries, "initial_delay_ms", () -> new AsyncTerms.Retries(1, far, Duration.ZERO));
    compareDomain(retries, "max_delay_ms", () -> new AsyncTerms.Retries(1, Duration.ZERO, far));
    assertThat(limitsThatDiffer).isEmpty();
    assertThat(limitsThatAgree).hasSize(5);
  }

  private void compareDomain(JsonNode properties, String name, Supplier<Object> beyond) {
    InvalidSetting refused = catchThrowableOfType(InvalidSetting.class, beyond::get);
    compare(name, properties.get(name), name, String.valueOf(refused.getMessage()));
  }

  private @Nullable String bodyFor(JsonNode operation) {
    JsonNode schema = document.requestSchema(operation);
    if (schema == null) {
      return null;
    }
    ObjectNode body = MAPPER.createObjectNode();
    fill(schema, body, List.of(), this::wrongFor);
    return body.toString();
  }

  /// Where unknown fields are refused, the refusal names those that are known.
  @Test
  void theDocumentHasEveryFieldThatTheServerKnowsWhereBodiesAreStrict() {
    var slice = new SliceCalls(server);
    var seen = new TreeSet<String>();
    document
        .operations()
        .forEach((name, operation) -> {
          JsonNode schema = document.requestSchema(operation);
          if (schema == null || !document.resolved(schema).has("additionalProperties")) {
            return;
          }
          Got got = send(slice, name, "{\"zzz\":1}");
          Matcher known = EXPECTED.matcher(got.message());
          assertThat(known.find()).as(name + ": " + got.text()).isTrue();
          assertThat(Set.of(known.group(1).split(", ")))
              .as(name)
              .isEqualTo(Set.copyOf(document.resolved(schema).get("properties").propertyNames()));
          seen.add(name);
        });
    assertThat(seen).hasSizeGreaterThan(5);
  }

  /// Required fields get a value that is right, the field in question one that is wrong.
  private void fill(
      JsonNode schema, ObjectNode into, List<String> wrong, Function<JsonNode, JsonNode> value) {
    JsonNode whole = document.essence(schema);
    String name = schema.path("$ref").asString("");
    String beside = BESIDE.get(name.substring(name.lastIndexOf('/') + 1));
    if (beside != null) {
      into.setAll((ObjectNode) MAPPER.readTree(beside));
    }
    var required =
        whole.path("required").valueStream().map(JsonNode::stringValue).collect(Collectors.toSet());
    for (var field : whole.get("properties").properties()) {
      String key = field.getKey();
      boolean on = !wrong.isEmpty() && wrong.getFirst().equals(key);
      JsonNode inner = document.essence(field.getValue());
      if (on && wrong.size() == 1) {
        into.set(key, value.apply(inner));
      } else if ((on || required.contains(key)) && inner.has("properties")) {
        fill(
            field.getValue(),
            into.putObject(key),
            on ? wrong.subList(1, wrong.size()) : List.of(),
            value);
      } else if (required.contains(key)) {
        into.set(key, MAPPER.readTree(BESIDE.getOrDefault(key, "\"x\"")));
      }
    }
  }

  private JsonNode wrongFor(JsonNode schema) {
    return document.types(schema).contains("array")
        ? MAPPER.createObjectNode()
        : MAPPER.createArrayNode();
  }

  private Got send(SliceCalls slice, String operation, String body) {
    return send(slice, operation, "", body);
  }

  private Got send(SliceCalls slice, String operation, String query, @Nullable String body) {
    int space = operation.indexOf(' ');
    var access = server.engine.access().workspace();
    String path =
        operation
            .substring(space + 1)
            .replace("{model_id}", slice.model())
            .replace("{deployment_id}", slice.second())
            .replace("{env_name}", "production")
            .replace("{team_id}", access.teamId());
    String target = query.isEmpty() ? path : path + "?" + query;
    return server.call(operation.substring(0, space), target, body);
  }
}
