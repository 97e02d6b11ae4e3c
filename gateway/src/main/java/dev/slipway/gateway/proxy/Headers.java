package dev.slipway.gateway.proxy;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies header fields between the two sides of the gateway, by RFC 9110 section 7.6: fields of
/// one connection are not copied, and the gateway adds its own.
public final class Headers {
  static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-BASETEN-REQUEST-ID");
  static final CharSequence ATTEMPTS =
      HttpHeaders.createOptimized("X-BASETEN-MODEL-PREDICTION-ATTEMPTS");
  public static final CharSequence DEPLOYMENT = HttpHeaders.createOptimized("x-slipway-deployment");
  static final CharSequence REPLICA = HttpHeaders.createOptimized("x-slipway-replica");
  static final CharSequence ONCE = HttpHeaders.createOptimized("1");
  static final CharSequence TWICE = HttpHeaders.createOptimized("2");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence VIA = HttpHeaders.createOptimized("via");
  static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
  private static final CharSequence FORWARDED_PROTO =
      HttpHeaders.createOptimized("x-forwarded-proto");
  private static final CharSequence FORWARDED_HOST =
      HttpHeaders.createOptimized("x-forwarded-host");
  private static final CharSequence VIA_US = HttpHeaders.createOptimized("1.1 slipway");
  static final CharSequence HTTPS = HttpHeaders.createOptimized("https");
  static final CharSequence HTTP = HttpHeaders.createOptimized("http");

  /// Fields of one connection; also those that the gateway reads or writes itself.
  private static final FieldNames NOT_TO_MODEL =
      new FieldNames(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect",
          "authorization",
          "host",
          "x-baseten-request-id",
          "x-slipway-async-request",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host");

  private static final FieldNames NOT_TO_CLIENT =
      new FieldNames(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-authentication-info",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-baseten-request-id",
          "x-baseten-model-prediction-attempts",
          "x-slipway-deployment",
          "x-slipway-replica");

  private Headers() {}

  /// Copies what goes on to a model, and adds what the gateway says.
  static void toModel(
      MultiMap from,
      MultiMap to,
      String requestId,
      String clientAddress,
      String host,
      CharSequence scheme) {
    copy(from, to, NOT_TO_MODEL);
    to.add(VIA, VIA_US);
    var before = from.get(FORWARDED_FOR);
    to.add(FORWARDED_FOR, before == null ? clientAddress : before(from) + ", " + clientAddress);
    to.add(FORWARDED_PROTO, scheme);
    to.add(FORWARDED_HOST, host);
    to.add(REQUEST_ID, requestId);
  }

  private static String before(MultiMap from) {
    return String.join(", ", from.getAll(FORWARDED_FOR));
  }

  /// Copies what goes back to a client. Framing is the caller's.
  static void toClient(MultiMap from, MultiMap to) {
    copy(from, to, NOT_TO_CLIENT);
    to.add(VIA, VIA_US);
  }

  private static void copy(MultiMap from, MultiMap to, FieldNames dropped) {
    var connection = from.get(HttpHeaders.CONNECTION);
    var named = connection == null || standard(connection) ? Set.<String>of() : named(from);
    for (Map.Entry<String, String> field : from) {
      var name = field.getKey();
      if (!dropped.contains(name) && (named.isEmpty() || !named.contains(lower(name)))) {
        to.add(name, field.getValue());
      }
    }
  }

  private static boolean standard(String connection) {
    return AsciiString.contentEqualsIgnoreCase(connection, "keep-alive")
        || AsciiString.contentEqualsIgnoreCase(connection, "close");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The fields that Connection names, in lower case.
  private static Set<String> named(MultiMap from) {
    var names = new HashSet<String>();
    for (var line : from.getAll(HttpHeaders.CONNECTION)) {
      for (var name : line.split(",", -1)) {
        names.add(lower(name.strip()));
      }
    }
    // A message cannot take its own framing or content along by naming it.
    names.remove("content-length");
    names.remove("content-type");
    return names;
  }

  /// Whether a list field such as Connection has `member`.
  static boolean lists(MultiMap from, CharSequence field, String member) {
    if (from.get(field) == null) {
      return false; // As in most answers, and looking for all of them costs.
    }
    for (var line : from.getAll(field)) {
      for (var one : line.split(",", -1)) {
        if (one.strip().equalsIgnoreCase(member)) {
          return true;
        }
      }
    }
    return false;
  }

  /// A Content-Length, or -1 where there is none or it is not a number.
  public static long length(@Nullable String value) {
    if (value == null || value.isEmpty() || value.length() > 18) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      length = length * 10 + digit;
    }
    return length;
  }
}
