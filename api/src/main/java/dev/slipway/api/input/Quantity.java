package dev.slipway.api.input;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Amounts of CPU and memory as a config writes them.
final class Quantity {
  /// Longest amount, in characters.
  private static final int MAX_LENGTH = 20;

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)([A-Za-z]*)");
  private static final BigDecimal MEBI = BigDecimal.valueOf(1 << 20);

  private static final Map<String, BigDecimal> CPU_UNITS =
      Map.of("", BigDecimal.valueOf(1000), "m", BigDecimal.ONE);

  private static final Map<String, BigDecimal> MEMORY_UNITS =
      Map.of(
          "", BigDecimal.ONE,
          "Ki", BigDecimal.valueOf(1L << 10),
          "Mi", MEBI,
          "Gi", BigDecimal.valueOf(1L << 30),
          "Ti", BigDecimal.valueOf(1L << 40),
          "K", BigDecimal.valueOf(1_000),
          "M", BigDecimal.valueOf(1_000_000),
          "G", BigDecimal.valueOf(1_000_000_000));

  private Quantity() {}

  /// Thousandths of a core, rounded up.
  static int millicpu(JsonNode value, String path, int max) {
    String expected = "cores, for example \"1\" or \"500m\", more than 0 and at most " + max / 1000;
    return bounded(value, path, amount(value, path, CPU_UNITS, expected), max, expected);
  }

  /// Mebibytes, rounded up.
  static int memoryMib(JsonNode value, String path, int max) {
    String expected =
        "for example \"512Mi\" or \"2Gi\", more than 0 and at most " + max / 1024 + "Gi";
    BigDecimal bytes = amount(value, path, MEMORY_UNITS, expected);
    return bounded(value, path, bytes.divide(MEBI, 0, RoundingMode.CEILING), max, expected);
  }

  private static BigDecimal amount(
      JsonNode value, String path, Map<String, BigDecimal> units, String expected) {
    String text = value.isString() || value.isNumber() ? value.asString() : "";
    Matcher form = FORM.matcher(text);
    BigDecimal unit = form.matches() ? units.get(form.group(2)) : null;
    if (unit == null || text.length() > MAX_LENGTH) {
      throw Fields.wrong(path, value, expected);
    }
    return new BigDecimal(form.group(1)).multiply(unit);
  }

  private static int bounded(
      JsonNode value, String path, BigDecimal amount, int max, String expected) {
    BigDecimal whole = amount.setScale(0, RoundingMode.CEILING);
    if (whole.signum() <= 0 || whole.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw Fields.wrong(path, value, expected);
    }
    return whole.intValueExact();
  }
}
