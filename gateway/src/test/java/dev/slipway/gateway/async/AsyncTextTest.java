package dev.slipway.gateway.async;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.async.AsyncError;
import dev.slipway.engine.port.Webhooks.Result;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncTextTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private static String posted(byte @Nullable [] output, @Nullable AsyncError error) {
    var data = output == null ? null : ByteBuffer.wrap(output);
    return new String(AsyncText.webhook(new Result("r1", "m1", "d1", AT, data, error)), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{ \"x\": 1.0 }|{ \"x\": 1.0 }",
        "[12345678901234567890]|[12345678901234567890]",
        "null|null",
        "\"a\"|\"a\"",
        "plain text|\"plain text\"",
        "{\"cut|\"{\\\"cut\"",
        "1 2|\"1 2\"",
        "^^|\"\"",
      })
  void anAnswerIsPostedAsJsonWhereItIsAndAsTextWhereItIsNot(String output, String data) {
    assertThat(posted(output.getBytes(UTF_8), null))
        .isEqualTo(
            "{\"request_id\":\"r1\",\"model_id\":\"m1\",\"deployment_id\":\"d1\","
                + "\"type\":\"async_request_completed\",\"time\":\"2026-01-02T03:04:05.678901Z\","
                + "\"data\":"
                + data
                + ",\"errors\":[]}");
  }

  @Test
  void bytesArePostedInBase64() {
    assertThat(posted(new byte[] {(byte) 0xff, 0}, null)).contains("\"data\":\"/wA=\"");
  }

  @Test
  void aFailureIsPostedWithoutData() {
    var error = new AsyncError(AsyncError.Code.MODEL_PREDICT_TIMEOUT, "too \"slow\"");
    assertThat(posted(null, error))
        .contains(
            "\"data\":null,\"errors\":[{\"code\":\"MODEL_PREDICT_TIMEOUT\",\"message\":\"too \\\"slow\\\"\"}]");
  }

  @Test
  void aRefusalsWordsAreItsErrorAndDetail() {
    assertThat(AsyncText.refusal("{\"error\":\"No\",\"detail\":\"Why\"}")).isEqualTo("No. Why");
    assertThat(AsyncText.refusal("{\"error\":\"No\"}")).isEqualTo("No");
    assertThat(AsyncText.refusal("<html>")).isEqualTo("<html>");
  }

  /// RFC 4231, test case 2.
  @Test
  void aSignatureIsTheHmacOfTheBodyForEachSecret() {
    var body = "what do ya want for nothing?".getBytes(UTF_8);
    var jefe = "v1=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assertThat(WebhookPost.signature(body, List.of("Jefe"))).isEqualTo(jefe);
    assertThat(WebhookPost.signature(body, List.of("Jefe", "Jefe"))).isEqualTo(jefe + "," + jefe);
  }
}
