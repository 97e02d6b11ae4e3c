package dev.slipway.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.gateway.route.Address.Action;
import dev.slipway.gateway.route.Address.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/// Reads a request's target and Host into an [Address]. The raw path is split first and each
/// segment decoded afterwards, so that an escaped slash stays inside its segment.
public final class Paths {
  static final String DEVELOPMENT = "development";
  private static final String MODEL_PREFIX = "/model/";
  private static final String CHAIN_PREFIX = "/chain/";
  private static final String SYNC = "sync";
  private static final String ASYNC_REQUEST = "async_request";

  private Paths() {}

  /// An address, or why there is none.
  public sealed interface Reading permits Address, Refused {}

  /// @param uri path and query as they were sent
  public static Reading read(HostLabel host, String uri) {
    if (host.chain() || uri.startsWith(CHAIN_PREFIX)) {
      return new Refused(RouteErrors.CHAINS);
    }
    int mark = uri.indexOf('?');
    String sent = mark < 0 ? uri : uri.substring(0, mark);
    String path = sent.indexOf('%') < 0 ? sent : plain(sent);
    String query = mark < 0 ? "" : uri.substring(mark);
    try {
      var address = address(host, path, query);
      if (address != null) {
        return path.equals(sent) ? address : address.withRest(asSent(address, path, sent));
      }
      return new Refused(host.environment() != null ? RouteErrors.REGIONAL : RouteErrors.NO_ROUTE);
    } catch (CharacterCodingException e) {
      return new Refused(RouteErrors.BAD_PATH);
    }
  }

  /// Writes escapes of characters that need none as those characters: `%70redict` is `predict` (RFC
  /// 3986 section 6.2.2.2).
  private static String plain(String path) {
    var text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      int escaped = c == '%' ? escaped(path, i) : -1;
      if (escaped >= 0 && isUnreserved(escaped)) {
        text.append((char) escaped);
        i += 2;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /// The byte that is escaped at `at`; -1: none.
  private static int escaped(String path, int at) {
    int high = at + 2 < path.length() ? Character.digit(path.charAt(at + 1), 16) : -1;
    int low = at + 2 < path.length() ? Character.digit(path.charAt(at + 2), 16) : -1;
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static boolean isUnreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }

  /// The rest of a sync path as it was sent: it is the model's to read. No escape is a slash in one
  /// of the two and none in the other, so the rest has as many in both.
  private static String asSent(Address address, String path, String sent) {
    if (address.action() != Action.SYNC || !path.endsWith(address.rest())) {
      return address.rest();
    }
    long slashes = address.rest().chars().filter(c -> c == '/').count();
    int at = sent.length();
    for (long i = 0; i < slashes; i++) {
      at = sent.lastIndexOf('/', at - 1);
    }
    return sent.substring(at);
  }

  private static @Nullable Address address(HostLabel host, String path, String query)
      throws CharacterCodingException {
    var model = host.modelId();
    if (model != null) {
      var environment = host.environment();
      return environment == null
          ? afterModel(model, path, 0, query)
          : bare(model, environment, path, query);
    }
    if (!path.startsWith(MODEL_PREFIX)) {
      return null;
    }
    int end = path.indexOf('/', MODEL_PREFIX.length());
    return end < 0
        ? null
        : afterModel(decode(path.substring(MODEL_PREFIX.length(), end)), path, end, query);
  }

  private static @Nullable Address bare(String model, String environment, String path, String query)
      throws CharacterCodingException {
    int first = path.indexOf('/', 1);
    if (first > 0 && is(path, 0, first - 1, ASYNC_REQUEST)) {
      return asyncRequest(model, path, first, query);
    }
    var action = action(path, 0);
    return action == null
        ? null
        : new Address(model, Kind.ENVIRONMENT, environment, action, rest(path, 0, action), query);
  }

  /// Reads `/environments/{e}/predict` and its like, from `at`.
  private static @Nullable Address afterModel(String model, String path, int at, String query)
      throws CharacterCodingException {
    if (path.length() <= at || path.charAt(at) != '/') {
      return null;
    }
    int first = path.indexOf('/', at + 1);
    if (first < 0) {
      return null;
    }
    int length = first - at - 1;
    if (is(path, at, length, EnvironmentKey.PRODUCTION)) {
      return ending(model, Kind.ENVIRONMENT, EnvironmentKey.PRODUCTION, path, first, query);
    }
    if (is(path, at, length, DEVELOPMENT)) {
      return ending(model, Kind.DEVELOPMENT, "", path, first, query);
    }
    if (is(path, at, length, ASYNC_REQUEST)) {
      return asyncRequest(model, path, first, query);
    }
    boolean environment = is(path, at, length, "environments");
    if (!environment && !is(path, at, length, "deployment")) {
      return null;
    }
    int second = path.indexOf('/', first + 1);
    if (second < 0) {
      return null;
    }
    var name = decode(path.substring(first + 1, second));
    var kind = environment ? Kind.ENVIRONMENT : Kind.DEPLOYMENT;
    return ending(model, kind, name, path, second, query);
  }

  /// Reads the id behind `/async_request`, which names no environment.
  private static @Nullable Address asyncRequest(String model, String path, int at, String query)
      throws CharacterCodingException {
    var id = decode(path.substring(at + 1));
    return id.isEmpty() || path.indexOf('/', at + 1) >= 0
        ? null
        : new Address(model, Kind.DEVELOPMENT, "", Action.ASYNC_REQUEST, id, query);
  }

  private static boolean is(String path, int at, int length, String word) {
    return length == word.length() && path.startsWith(word, at + 1);
  }

  private static @Nullable Address ending(
      String model, Kind kind, String name, String path, int at, String query) {
    var action = action(path, at);
    return action == null
        ? null
        : new Address(model, kind, name, action, rest(path, at, action), query);
  }

  private static @Nullable Action action(String path, int at) {
    if (path.length() <= at + 1 || path.charAt(at) != '/') {
      return null;
    }
    int length = path.length() - at - 1;
    if (is(path, at, length, "predict")) {
      return Action.PREDICT;
    }
    if (path.startsWith(SYNC, at + 1)
        && (length == SYNC.length() || path.charAt(at + 1 + SYNC.length()) == '/')) {
      return Action.SYNC;
    }
    if (is(path, at, length, "websocket")) {
      return Action.WEBSOCKET;
    }
    if (path.startsWith("async_", at + 1)) {
      return is(path, at, length, "async_predict")
          ? Action.ASYNC_PREDICT
          : is(path, at, length, "async_queue_status") ? Action.ASYNC_QUEUE_STATUS : null;
    }
    return is(path, at, length, "wake") ? Action.WAKE : null;
  }

  private static String rest(String path, int at, Action action) {
    if (action != Action.SYNC) {
      return "";
    }
    var rest = path.substring(at + 1 + SYNC.length());
    return rest.isEmpty() ? "/" : rest;
  }

  /// Decodes percent escapes as UTF-8.
  static String decode(String segment) throws CharacterCodingException {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    var bytes = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
        continue;
      }
      int escaped = escaped(segment, i);
      if (escaped < 0) {
        throw new CharacterCodingException();
      }
      bytes.write(escaped);
      i += 2;
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
  }
}
