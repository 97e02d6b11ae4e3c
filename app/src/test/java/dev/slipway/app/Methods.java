package dev.slipway.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the bodies of methods in Java by matching braces: a block that stands directly in a type
/// is a method, a constructor, an initializer or a field's lambda; all of these count.
final class Methods {
  private static final Pattern TYPE =
      Pattern.compile("(?<![.\\w])(class|interface|enum|record)\\s+\\w");
  private static final Pattern NEW = Pattern.compile("\\bnew\\s+[\\w.<>?,\\s]+$");
  private static final Pattern ARRAY = Pattern.compile("[=\\]]\\s*$");

  private enum Kind {
    TYPE,
    METHOD,
    OTHER
  }

  private record Block(Kind kind, int start, int depth) {}

  /// Where a method starts and ends, in lines from 1, both included.
  record Span(int first, int last) {
    int length() {
      return last - first + 1;
    }
  }

  private final SourceFile file;
  private final String code;
  private final Deque<Block> open = new ArrayDeque<>();
  private final List<Span> found = new ArrayList<>();
  private int parens;
  private int headerStart;

  private Methods(SourceFile file) {
    this.file = file;
    this.code = file.code();
  }

  static List<Span> in(SourceFile file) {
    var scan = new Methods(file);
    for (int i = 0; i < scan.code.length(); i++) {
      scan.at(i);
    }
    return scan.found;
  }

  private void at(int i) {
    switch (code.charAt(i)) {
      case '(' -> parens++;
      case ')' -> parens--;
      case ';' -> headerStart = i + 1;
      case '{' -> {
        open.push(new Block(kind(i), firstVisible(headerStart), parens));
        parens = 0;
        headerStart = i + 1;
      }
      case '}' -> close(i);
      default -> {}
    }
  }

  private void close(int i) {
    if (open.isEmpty()) {
      throw new IllegalStateException(
          file.path() + ":" + file.lineAt(i) + ": a brace too many (expected: Java that compiles)");
    }
    Block block = open.pop();
    parens = block.depth();
    headerStart = i + 1;
    if (block.kind() == Kind.METHOD) {
      found.add(new Span(file.lineAt(block.start()), file.lineAt(i)));
    }
  }

  private Kind kind(int brace) {
    String header = code.substring(headerStart, brace);
    if (TYPE.matcher(header).find() || isAnonymousClass(header)) {
      return Kind.TYPE;
    }
    boolean inType = !open.isEmpty() && open.element().kind() == Kind.TYPE;
    boolean array = ARRAY.matcher(header).find();
    return inType && parens == 0 && !array ? Kind.METHOD : Kind.OTHER;
  }

  /// Whether the header ends with `new Name(…)`.
  private static boolean isAnonymousClass(String header) {
    String text = header.stripTrailing();
    int depth = 0;
    for (int i = text.length() - 1; i >= 0 && text.endsWith(")"); i--) {
      char c = text.charAt(i);
      depth += c == ')' ? 1 : c == '(' ? -1 : 0;
      if (depth == 0) {
        return NEW.matcher(text.substring(0, i)).find();
      }
    }
    return false;
  }

  private int firstVisible(int from) {
    int i = from;
    while (Character.isWhitespace(code.charAt(i))) {
      i++;
    }
    return i;
  }
}
