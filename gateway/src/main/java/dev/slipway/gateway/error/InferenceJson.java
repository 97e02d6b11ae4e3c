package dev.slipway.gateway.error;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.wire.InferenceBodies;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The JSON that the gateway itself answers and posts: records with the names of their fields in
/// snake case.
public final class InferenceJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withConfigOverride(
              InferenceBodies.ErrorResponse.class,
              config ->
                  config.setInclude(
                      JsonInclude.Value.construct(
                          JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS)))
          .build();

  private static final ObjectWriter ERRORS =
      MAPPER.writer(new LongEscapes()).without(JsonWriteFeature.WRITE_HEX_UPPER_CASE);

  private InferenceJson() {}

  public static byte[] write(Object body) {
    return MAPPER.writeValueAsBytes(body);
  }

  /// The same for texts that may quote what a client sent, also half a surrogate pair, which UTF-8
  /// cannot say.
  static byte[] writeError(Object body) {
    return ERRORS.writeValueAsBytes(body);
  }

  /// @throws tools.jackson.core.JacksonException the text is not JSON
  public static JsonNode read(String text) {
    return MAPPER.readTree(text);
  }

  /// Writes control characters and surrogates as a backslash, u and four digits.
  private static final class LongEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final HexFormat HEX = HexFormat.of();

    private final int[] ascii = standardAsciiEscapesForJSON();

    LongEscapes() {
      for (int c = 0; c < ' '; c++) {
        ascii[c] = ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
          ? new SerializedString("\\u" + HEX.toHexDigits((char) c))
          : null;
    }
  }
}
