package dev.slipway.gateway.proxy;

import dev.slipway.engine.port.routes.ApiKey;
import dev.slipway.engine.port.routes.KeyRing;
import dev.slipway.gateway.error.ErrorAnswer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks the API key in a request's Authorization header. Each lane has its own: it remembers the
/// keys that it found in the ring in use, so that a key is hashed once, and forgets all of them
/// when another ring comes into use.
final class KeyCheck {
  private static final int REMEMBERED = 256;
  private static final String API_KEY = "Api-Key ";
  private static final String BEARER = "Bearer ";

  private final Map<String, ApiKey> known = new HashMap<>();
  private KeyRing ring = KeyRing.EMPTY;

  /// @return null where the caller may invoke the model
  @SuppressWarnings("ReferenceEquality") // A new ring is a new object; comparing keys would cost.
  @Nullable ErrorAnswer check(KeyRing current, @Nullable String authorization, String modelId) {
    if (authorization == null) {
      return ProxyErrors.NO_KEY;
    }
    if (ring != current) {
      ring = current;
      known.clear();
    }
    var key = known.get(authorization);
    if (key == null) {
      var raw = rawKey(authorization);
      if (raw == null) {
        return ProxyErrors.NO_KEY;
      }
      key = current.find(raw);
      if (key == null) {
        return ProxyErrors.WRONG_KEY;
      }
      remember(authorization, key);
    }
    return key.type().mayInvoke() && key.covers(modelId) ? null : ProxyErrors.KEY_MAY_NOT;
  }

  private void remember(String authorization, ApiKey key) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    known.put(authorization, key);
  }

  private static @Nullable String rawKey(String authorization) {
    if (authorization.regionMatches(true, 0, API_KEY, 0, API_KEY.length())) {
      return authorization.substring(API_KEY.length()).strip();
    }
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }
}
