package dev.slipway.gateway.async;

import dev.slipway.domain.async.AsyncTerms;
import dev.slipway.domain.settings.InvalidSetting;
import dev.slipway.gateway.error.ErrorAnswer;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// The body of an `async_predict` request. The model's input is cut out of it byte for byte.
final class AsyncBody {
  /// Longest webhook address, in characters.
  static final int MAX_URL = 2_048;

  /// How deep a body may be nested.
  static final int MAX_DEPTH = 500;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final BigDecimal MAX_NUMBER = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Buffer bytes;
  private @Nullable Buffer input;
  private int priority = AsyncTerms.DEFAULT_PRIORITY;
  private long queueSeconds = AsyncTerms.DEFAULT_MAX_TIME_IN_QUEUE.toSeconds();
  private long attempts = AsyncTerms.Retries.DEFAULT.maxAttempts();
  private long initialMillis = AsyncTerms.Retries.DEFAULT.initialDelay().toMillis();
  private long maxMillis = AsyncTerms.Retries.DEFAULT.maxDelay().toMillis();
  private @Nullable String webhook;

  private AsyncBody(Buffer bytes) {
    this.bytes = bytes;
  }

  sealed interface Reading {
    /// @param input for the model
    record Whole(AsyncTerms terms, Buffer input) implements Reading {}

    record Wrong(ErrorAnswer why) implements Reading {}
  }

  static Reading read(Buffer bytes) {
    var body = new AsyncBody(bytes);
    try (var parser = JSON.createParser(ObjectReadContext.empty(), bytes.getBytes())) {
      body.read(parser);
      return body.whole();
    } catch (Bad e) {
      return new Reading.Wrong(AsyncEndpointErrors.badBody(String.valueOf(e.getMessage())));
    } catch (InvalidSetting e) {
      return new Reading.Wrong(AsyncEndpointErrors.badBody(String.valueOf(e.getMessage())));
    } catch (JacksonException e) {
      return new Reading.Wrong(
          AsyncEndpointErrors.badBody("The body is not JSON: " + e.getOriginalMessage()));
    }
  }

  private Reading whole() {
    if (input == null) {
      throw new Bad("model_input: missing (expected: a JSON object)");
    }
    var retries =
        new AsyncTerms.Retries(
            (int) attempts, Duration.ofMillis(initialMillis), Duration.ofMillis(maxMillis));
    return new Reading.Whole(
        new AsyncTerms(priority, Duration.ofSeconds(queueSeconds), retries, webhook), input);
  }

  private void read(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new Bad("The body is not a JSON object (expected: {\"model_input\": {…}, …})");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var value = parser.nextToken();
      if (value == JsonToken.VALUE_NULL && !name.equals("model_input")) {
        continue;
      }
      switch (name) {
        case "model_input" -> input = cut(parser);
        case "webhook_endpoint" -> webhook = webhook(parser);
        case "priority" -> priority = (int) number(parser, name);
        case "max_time_in_queue_seconds" -> queueSeconds = number(parser, name);
        case "inference_retry_config" -> readRetries(parser);
        default ->
            throw new Bad(
                name
                    + ": unknown (expected: model_input, webhook_endpoint, priority,"
                    + " max_time_in_queue_seconds or inference_retry_config)");
      }
    }
    if (parser.nextToken() != null) {
      throw new Bad("The body goes on after its end (expected: one JSON object)");
    }
  }

  private void readRetries(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Bad("inference_retry_config: expected a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      if (parser.nextToken() == JsonToken.VALUE_NULL) {
        continue;
      }
      var path = "inference_retry_config." + name;
      switch (name) {
        case "max_attempts" -> attempts = number(parser, path);
        case "initial_delay_ms" -> initialMillis = number(parser, path);
        case "max_delay_ms" -> maxMillis = number(parser, path);
        default ->
            throw new Bad(
                path + ": unknown (expected: max_attempts, initial_delay_ms or max_delay_ms)");
      }
    }
  }

  private Buffer cut(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Bad("model_input: expected a JSON object");
    }
    long from = parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    long to = parser.currentLocation().getByteOffset();
    if (from < 0 || to < from) {
      throw new Bad("The body is not UTF-8 (expected: JSON in UTF-8)");
    }
    return bytes.getBuffer((int) from, (int) to);
  }

  private static long number(JsonParser parser, String name) {
    // As JSON Schema has it, 2.0 is an integer.
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        || parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      var number = parser.getDecimalValue();
      if (number.abs().compareTo(MAX_NUMBER) <= 0 && number.stripTrailingZeros().scale() <= 0) {
        return number.longValueExact();
      }
    }
    throw new Bad(name + ": expected an integer");
  }

  private static String webhook(JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new Bad("webhook_endpoint: expected a URL");
    }
    var text = parser.getString();
    try {
      var url = new URI(text);
      boolean secure = "https".equalsIgnoreCase(url.getScheme());
      boolean local = "http".equalsIgnoreCase(url.getScheme()) && isLocal(url.getHost());
      if (url.getHost() != null && (secure || local) && text.length() <= MAX_URL) {
        return text;
      }
    } catch (URISyntaxException _) {
      // Told below.
    }
    throw new Bad(
        "webhook_endpoint: expected an https:// URL of at most %d characters; http:// is for localhost only"
            .formatted(MAX_URL));
  }

  private static boolean isLocal(@Nullable String host) {
    return host != null && LOCAL.contains(host);
  }

  /// The body breaks the rule that the message states.
  private static final class Bad extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bad(String message) {
      super(message, null, false, false);
    }
  }
}
