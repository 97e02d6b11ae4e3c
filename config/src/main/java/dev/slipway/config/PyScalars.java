package dev.slipway.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/// Values of scalars, as PyYAML's safe constructor makes them and JSON holds them: whole numbers as
/// `Long` or `BigInteger`, others as `Double`, dates as text in Python's ISO form.
final class PyScalars {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})(?:(?:[Tt]|[ \\t]+)"
              + "(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"
              + "(?:\\.(?<fraction>[0-9]*))?(?:[ \\t]*(?:(?<utc>Z)"
              + "|(?<sign>[-+])(?<zoneHour>[0-9]{1,2})(?::(?<zoneMinute>[0-9]{2}))?))?)?");

  /// How much of a text a message quotes, in characters.
  private static final int MAX_QUOTE = 60;

  /// Between these two Python writes a number without an exponent.
  private static final int MAX_EXPONENT = 16;

  private static final int MIN_EXPONENT = -4;

  private PyScalars() {}

  static boolean bool(String text, Mark at) throws BadYaml {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true", "on" -> true;
      case "no", "false", "off" -> false;
      default -> throw BadYaml.at(at, "'" + cut(text) + "' is neither true nor false.");
    };
  }

  static Number integer(String given, Mark at) throws BadYaml {
    String text = given.replace("_", "");
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger value;
    try {
      value = magnitude(digits);
    } catch (NumberFormatException e) {
      throw BadYaml.at(at, "'" + cut(given) + "' is no whole number; put it in quotes.");
    }
    BigInteger signed = negative ? value.negate() : value;
    return signed.bitLength() < Long.SIZE ? (Number) signed.longValue() : signed;
  }

  private static BigInteger magnitude(String digits) {
    if (digits.startsWith("0b")) {
      return unsigned(digits.substring(2), 2);
    }
    if (digits.startsWith("0x")) {
      return unsigned(digits.substring(2), 16);
    }
    if (digits.startsWith("0")) {
      return unsigned(digits, 8);
    }
    BigInteger value = BigInteger.ZERO;
    for (String part : digits.split(":", -1)) {
      value = value.multiply(BigInteger.valueOf(60)).add(unsigned(part, 10));
    }
    return value;
  }

  private static BigInteger unsigned(String digits, int radix) {
    if (digits.startsWith("-") || digits.startsWith("+")) {
      throw new NumberFormatException("a second sign");
    }
    return new BigInteger(digits, radix);
  }

  static Double number(String given, Mark at) throws BadYaml {
    String text = given.replace("_", "").toLowerCase(Locale.ROOT);
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    double value = 0;
    for (String part : digits.split(":", -1)) {
      if (!DECIMAL.matcher(part).matches()) {
        throw BadYaml.at(at, notJson(given));
      }
      value = value * 60 + Double.parseDouble(part);
    }
    if (Double.isInfinite(value)) {
      throw BadYaml.at(at, notJson(given));
    }
    return negative ? -value : value;
  }

  private static String notJson(String given) {
    return "'%s' is no number that JSON, in which a config travels, can hold; put it in quotes."
        .formatted(cut(given));
  }

  /// As Python's `isoformat` writes it.
  static String timestamp(String text, Mark at) throws BadYaml {
    Matcher m = TIMESTAMP.matcher(text);
    try {
      if (m.matches()) {
        return iso(m);
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw BadYaml.at(at, "'" + cut(text) + "' is no date that exists; put it in quotes.");
  }

  private static String iso(Matcher m) {
    int year = group(m, "year");
    if (year == 0) {
      throw new DateTimeException("Python's years begin with 1");
    }
    LocalDate date = LocalDate.of(year, group(m, "month"), group(m, "day"));
    if (m.group("hour") == null) {
      return date.toString();
    }
    String fraction = ((m.group("fraction") == null ? "" : m.group("fraction")) + "000000");
    int micros = Integer.parseInt(fraction.substring(0, 6));
    var time =
        LocalDateTime.of(
            year,
            date.getMonthValue(),
            date.getDayOfMonth(),
            group(m, "hour"),
            group(m, "minute"),
            group(m, "second"));
    return "%sT%02d:%02d:%02d%s%s"
        .formatted(
            date,
            time.getHour(),
            time.getMinute(),
            time.getSecond(),
            micros == 0 ? "" : ".%06d".formatted(micros),
            zone(m));
  }

  private static String zone(Matcher m) {
    if (m.group("sign") == null) {
      return m.group("utc") == null ? "" : "+00:00";
    }
    int minutes =
        group(m, "zoneHour") * 60 + (m.group("zoneMinute") == null ? 0 : group(m, "zoneMinute"));
    if (minutes >= 24 * 60) {
      throw new DateTimeException("a zone of a day or more");
    }
    boolean negative = "-".equals(m.group("sign")) && minutes > 0;
    return "%s%02d:%02d".formatted(negative ? "-" : "+", minutes / 60, minutes % 60);
  }

  private static int group(Matcher m, String name) {
    return Integer.parseInt(m.group(name));
  }

  /// The name of a field of JSON, as Python's `json.dumps` makes it of a key.
  static String key(@Nullable Object key) {
    return key instanceof Double number ? repr(number) : String.valueOf(key);
  }

  /// A number as Python writes it.
  static String repr(double number) {
    BigDecimal value = new BigDecimal(Double.toString(number));
    if (value.signum() == 0) {
      return Double.toString(number);
    }
    int exponent = value.precision() - value.scale() - 1;
    if (exponent >= MIN_EXPONENT && exponent < MAX_EXPONENT) {
      String plain = value.stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = value.unscaledValue().abs().toString().replaceFirst("0+$", "");
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return "%s%s%se%s%02d"
        .formatted(
            number < 0 ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }

  static String cut(String text) {
    return text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "…";
  }
}
