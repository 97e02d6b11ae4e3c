package dev.slipway.api.truss;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.http.Authenticator;
import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Request;
import dev.slipway.api.http.Scope;
import dev.slipway.api.input.Fields;
import dev.slipway.api.input.Json;
import dev.slipway.api.input.Problem;
import graphql.GraphQL;
import graphql.GraphqlErrorBuilder;
import graphql.Scalars;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/// The GraphQL operations of the truss command, tied to what answers them.
public final class TrussSchema {
  private static final String SCHEMA = "/dev/slipway/api/truss.graphqls";

  private final TrussReads reads;
  private final TrussPushes pushes;
  private final Errors errors;

  public TrussSchema(TrussReads reads, TrussPushes pushes, Errors errors) {
    this.reads = reads;
    this.pushes = pushes;
    this.errors = errors;
  }

  /// Answers one field.
  @FunctionalInterface
  private interface Resolver {
    Object resolve(Request request, Fields arguments);
  }

  public GraphQL build() {
    var wiring =
        RuntimeWiring.newRuntimeWiring()
            .scalar(
                GraphQLScalarType.newScalar()
                    .name("JSONString")
                    .coercing(Scalars.GraphQLString.getCoercing())
                    .build())
            .type("Query", this::queries)
            .type("Mutation", this::mutations)
            .build();
    var schema =
        new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl()), wiring);
    return GraphQL.newGraphQL(schema)
        .defaultDataFetcherExceptionHandler(handler())
        .instrumentation(
            new ChainedInstrumentation(
                List.of(
                    new AlwaysAnswered(
                        "model_s3_upload_credentials", List.of("endpoint_url", "region_name")),
                    new GraphLimits.Depth(),
                    new GraphLimits.Size())))
        .build();
  }

  private TypeRuntimeWiring.Builder queries(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("teams", field(Scope.MANAGE, reads::teams))
        .dataFetcher("organization", field(Scope.ANY_KEY, reads::organization))
        .dataFetcher("user", field(Scope.ANY_KEY, reads::user))
        .dataFetcher("models", field(Scope.MANAGE, reads::models))
        .dataFetcher("model", field(Scope.MANAGE, reads::model))
        .dataFetcher("model_version", field(Scope.MANAGE, reads::version))
        .dataFetcher("truss_validation", field(Scope.MANAGE, pushes::validate))
        .dataFetcher("model_s3_upload_credentials", field(Scope.MANAGE, pushes::credentials));
  }

  private TypeRuntimeWiring.Builder mutations(TypeRuntimeWiring.Builder type) {
    return type.dataFetcher("create_model_from_truss", field(Scope.MANAGE, pushes::create))
        .dataFetcher("create_model_version_from_truss", field(Scope.MANAGE, pushes::push))
        .dataFetcher(
            "deploy_draft_truss",
            field(
                Scope.MANAGE,
                (_, _) -> {
                  throw TrussPushes.noDrafts();
                }));
  }

  private static DataFetcher<Object> field(Scope scope, Resolver resolver) {
    return environment -> {
      Request request = Objects.requireNonNull(environment.getGraphQlContext().get(Request.class));
      Authenticator.check(request.caller(), scope);
      return resolver.resolve(request, Fields.of(Json.node(environment.getArguments()), ""));
    };
  }

  private DataFetcherExceptionHandler handler() {
    return failed -> {
      Problem p = errors.problem(failed.getException(), "POST /graphql/ " + failed.getPath());
      var error =
          GraphqlErrorBuilder.newError(failed.getDataFetchingEnvironment())
              .message("%s", p.message())
              .extensions(GraphQl.extensions(p))
              .build();
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult(error).build());
    };
  }

  private static String sdl() {
    try (InputStream in = TrussSchema.class.getResourceAsStream(SCHEMA)) {
      if (in == null) {
        throw new IllegalStateException(SCHEMA + " is not in the program (expected: it is)");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
