package dev.slipway.api.truss;

import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.AbortExecutionException;

/// The limits of a GraphQL document that was understood.
final class GraphLimits {
  private GraphLimits() {}

  static final class Depth extends MaxQueryDepthInstrumentation {
    Depth() {
      super(GraphQl.MAX_DEPTH);
    }

    @Override
    protected AbortExecutionException mkAbortException(int depth, int most) {
      return new AbortExecutionException(
          "query: fields nested %d deep (expected: at most %d)".formatted(depth, most));
    }
  }

  static final class Size extends MaxQueryComplexityInstrumentation {
    Size() {
      super(GraphQl.MAX_FIELDS);
    }

    @Override
    protected AbortExecutionException mkAbortException(int fields, int most) {
      return new AbortExecutionException(
          "query: %d fields (expected: at most %d)".formatted(fields, most));
    }
  }
}
