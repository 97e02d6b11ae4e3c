package dev.slipway.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/// A text that is not read as YAML. The message says what is wrong, and what to do; the place is
/// apart.
public final class BadYaml extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;
  private final boolean twice;

  private BadYaml(int line, int column, boolean twice, String message) {
    super(message);
    this.line = line;
    this.column = column;
    this.twice = twice;
  }

  static BadYaml at(@Nullable Mark mark, String message) {
    return mark == null
        ? new BadYaml(0, 0, false, message)
        : new BadYaml(mark.getLine() + 1, mark.getColumn() + 1, false, message);
  }

  static BadYaml twice(Mark mark, String message) {
    return new BadYaml(mark.getLine() + 1, mark.getColumn() + 1, true, message);
  }

  /// From 1; 0: the whole text.
  public int line() {
    return line;
  }

  /// From 1; 0 where the line is.
  public int column() {
    return column;
  }

  /// Whether one mapping has two keys of one name, which PyYAML would take.
  public boolean isRepeatedKey() {
    return twice;
  }

  /// What is wrong.
  public String problem() {
    return String.valueOf(getMessage());
  }

  /// `:LINE:COLUMN: what is wrong`, to be put behind the name of a file.
  public String located() {
    return (line == 0 ? "" : ":" + line + ":" + column) + ": " + problem();
  }
}
