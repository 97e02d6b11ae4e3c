package dev.slipway.cli.term;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Rows under headings, in columns as wide as their widest cell.
public final class TextTable {
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  public TextTable row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalStateException(
          "cells: " + cells.length + " (expected: " + rows.getFirst().size() + ")");
    }
    rows.add(List.of(cells));
    return this;
  }

  /// The table without a line break at its end.
  public String format() {
    int columns = rows.getFirst().size();
    var widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    var text = new StringBuilder();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }

  private static int width(String cell) {
    String bare = COLOUR.matcher(cell).replaceAll("");
    return bare.codePointCount(0, bare.length());
  }
}
