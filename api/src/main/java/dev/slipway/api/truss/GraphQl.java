package dev.slipway.api.truss;

import dev.slipway.api.http.BodyKind;
import dev.slipway.api.http.NotHere;
import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Answers GraphQL documents. What is wrong with one, or with a thing that it names, is answered as
/// 200 with `errors`, as clients of GraphQL expect it.
public final class GraphQl {
  /// How deep fields may lie in each other.
  static final int MAX_DEPTH = 8;

  /// Fields of one document, each counted where it stands.
  public static final int MAX_FIELDS = 200;

  /// Words and signs of one document.
  public static final int MAX_TOKENS = 5_000;

  /// Blanks, line ends and commas of one document.
  static final int MAX_BLANKS = 50_000;

  /// How deep the grammar of a document may nest.
  static final int MAX_GRAMMAR_DEPTH = 100;

  /// The code that published clients know for what does not exist.
  private static final String NOT_FOUND = "RESOURCE_NOT_FOUND";

  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("FieldUndefined.*Field '([^']{1,100})'");

  private static final ParserOptions PARSER =
      ParserOptions.newParserOptions()
          .maxCharacters(BodyKind.CONFIG.limit())
          .maxTokens(MAX_TOKENS)
          .maxWhitespaceTokens(MAX_BLANKS)
          .maxRuleDepth(MAX_GRAMMAR_DEPTH)
          .build();

  private final Supplier<GraphQL> making;
  private @Nullable GraphQL made;

  /// @param making called once, at the first document: a schema takes a while to read
  public GraphQl(Supplier<GraphQL> making) {
    this.making = making;
  }

  private synchronized GraphQL engine() {
    GraphQL engine = made;
    if (engine == null) {
      engine = making.get();
      made = engine;
    }
    return engine;
  }

  public Reply answer(Request request) {
    Fields body = request.body();
    String query = body.requiredText("query", BodyKind.CONFIG.limit());
    JsonNode variables = body.value("variables");
    if (variables != null && !variables.isObject()) {
      throw Fields.wrong("variables", variables, "a JSON object");
    }
    String operation = body.text("operationName", Limits.NAME);
    var input =
        ExecutionInput.newExecutionInput(query)
            .operationName(operation == null ? "" : operation)
            .variables(variables == null ? Map.of() : variables(variables))
            .graphQLContext(context -> context.of(ParserOptions.class, PARSER))
            .graphQLContext(context -> context.of(Request.class, request))
            .build();
    ExecutionResult result = engine().execute(input);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    if (!result.getErrors().isEmpty()) {
      answer.put("errors", result.getErrors().stream().map(GraphQl::error).toList());
    }
    answer.put("data", result.getData());
    return Reply.ok(answer);
  }

  private static Map<String, Object> variables(JsonNode given) {
    var values = new LinkedHashMap<String, Object>();
    given.properties().forEach(field -> values.put(field.getKey(), Json.plain(field.getValue())));
    return values;
  }

  /// The extensions of an error, of which clients read the code and the text.
  static Map<String, Object> extensions(Problem p) {
    String code = p.status() == 404 ? NOT_FOUND : p.code();
    return Map.of("code", code, "description", p.message());
  }

  /// The message of an error; of an unknown field of another product, what is not there.
  private static String message(GraphQLError e) {
    String message = String.valueOf(e.getMessage());
    Matcher field = UNKNOWN_FIELD.matcher(message);
    String notHere = field.find() ? NotHere.ofField(field.group(1)) : null;
    return notHere == null ? message : notHere;
  }

  private static Map<String, Object> error(GraphQLError e) {
    var shown = new LinkedHashMap<String, Object>();
    String message = message(e);
    shown.put("message", message);
    if (e.getLocations() != null && !e.getLocations().isEmpty()) {
      var places = new ArrayList<Map<String, Integer>>();
      e.getLocations()
          .forEach(at -> places.add(Map.of("line", at.getLine(), "column", at.getColumn())));
      shown.put("locations", places);
    }
    List<Object> path = e.getPath();
    if (path != null) {
      shown.put("path", path);
    }
    Map<String, Object> extensions = e.getExtensions();
    shown.put(
        "extensions",
        extensions != null && extensions.containsKey("code")
            ? extensions
            : extensions(Problem.invalid(message)));
    return shown;
  }
}
