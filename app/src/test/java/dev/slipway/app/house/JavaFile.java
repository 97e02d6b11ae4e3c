package dev.slipway.app.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// A Java file as the JDK's own compiler parses it, without looking up what its names mean.
record JavaFile(SourceFile file, CompilationUnitTree unit, SourcePositions positions) {

  /// The files of `sources` that are Java, parsed.
  static List<JavaFile> parse(List<SourceFile> sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<Text> texts = sources.stream().filter(SourceFile::isJava).map(Text::new).toList();
    var faults = new DiagnosticCollector<JavaFileObject>();
    var task = (JavacTask) compiler.getTask(null, null, faults, List.of("-proc:none"), null, texts);
    var files = new ArrayList<JavaFile>();
    try {
      for (CompilationUnitTree unit : task.parse()) {
        // The compiler parses the files in the order in which it was given them.
        SourceFile source = texts.get(files.size()).source;
        files.add(new JavaFile(source, unit, Trees.instance(task).getSourcePositions()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("sources that are in memory could not be read", e);
    }
    if (!faults.getDiagnostics().isEmpty()) {
      throw new IllegalStateException("sources that do not parse: " + faults.getDiagnostics());
    }
    return List.copyOf(files);
  }

  /// Every node of the kind `type`, in the order of the text.
  <T extends Tree> Stream<T> all(Class<T> type) {
    var found = new ArrayList<Tree>();
    new TreeScanner<@Nullable Void, List<Tree>>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, List<Tree> into) {
        if (tree != null) {
          into.add(tree);
        }
        return super.scan(tree, into);
      }
    }.scan(unit, found);
    return found.stream().filter(type::isInstance).map(type::cast);
  }

  /// The line, from 1, on which `tree` begins.
  int firstLine(Tree tree) {
    return line(positions.getStartPosition(unit, tree));
  }

  /// How many lines `tree` spans, its modifiers and annotations included.
  int length(Tree tree) {
    return line(positions.getEndPosition(unit, tree)) - firstLine(tree) + 1;
  }

  Finding finding(Tree tree, String what) {
    return new Finding(file.path(), firstLine(tree), what);
  }

  private int line(long position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }

  private static final class Text extends SimpleJavaFileObject {
    private final SourceFile source;

    Text(SourceFile source) {
      super(URI.create("memory:///" + source.path()), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source.text();
    }
  }
}
