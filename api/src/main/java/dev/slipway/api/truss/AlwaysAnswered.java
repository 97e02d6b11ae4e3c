package dev.slipway.api.truss;

import graphql.execution.instrumentation.DocumentAndVariables;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecutionParameters;
import graphql.language.AstTransformer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.SelectionSet;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import graphql.util.TreeTransformerUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Adds fields to a GraphQL selection that the client did not ask for. So the truss command, which
/// passes on all that it gets, learns the address of our S3 endpoint.
final class AlwaysAnswered extends SimplePerformantInstrumentation {
  private final String field;
  private final List<String> always;

  /// @param field whose fields they are
  /// @param always fields of its type
  AlwaysAnswered(String field, List<String> always) {
    this.field = field;
    this.always = List.copyOf(always);
  }

  @Override
  public DocumentAndVariables instrumentDocumentAndVariables(
      DocumentAndVariables given,
      InstrumentationExecutionParameters parameters,
      @Nullable InstrumentationState state) {
    Document document = given.getDocument();
    return given.transform(changed ->
        changed.document((Document) new AstTransformer().transform(document, visitor())));
  }

  private NodeVisitorStub visitor() {
    return new NodeVisitorStub() {
      @Override
      @SuppressWarnings("rawtypes") // as the overridden method has it
      public TraversalControl visitField(Field node, TraverserContext<Node> context) {
        SelectionSet asked = node.getSelectionSet();
        return node.getName().equals(field) && asked != null
            ? TreeTransformerUtil.changeNode(context, more(node, asked))
            : TraversalControl.CONTINUE;
      }
    };
  }

  private Field more(Field node, SelectionSet asked) {
    var wider =
        asked.transform(set -> always.forEach(name -> set.selection(Field.newField(name).build())));
    return node.transform(changed -> changed.selectionSet(wider));
  }
}
