package dev.slipway.gateway.error;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gateway.error.ErrorAnswer.Code;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswerTest {
  private static String body(ErrorAnswer answer) {
    return answer.body().toString(UTF_8);
  }

  @Test
  void aBodyHasItsFieldsInThePublishedOrder() {
    assertThat(body(new ErrorAnswer(503, Code.MODEL_UNAVAILABLE, "Not there", "Wait.")))
        .isEqualTo(
            "{\"error\":\"Not there\",\"error_code\":\"model_unavailable\",\"detail\":\"Wait.\"}");
  }

  @Test
  void aBodyWithoutDetailHasNoSuchField() {
    assertThat(body(new ErrorAnswer(400, Code.CLIENT_ERROR, "No")))
        .isEqualTo("{\"error\":\"No\",\"error_code\":\"client_error\"}");
  }

  /// To the byte as they have always been: whole characters of Unicode as two escapes, half ones
  /// too.
  @Test
  void quotesAndControlCharactersAndSurrogatesAreEscaped() {
    assertThat(
            body(
                new ErrorAnswer(
                    400,
                    Code.CLIENT_ERROR,
                    "\"a\\b\"\n\t\u001f\u007f é€\uff01 \ud83d\ude00 \udbff")))
        .isEqualTo(
            "{\"error\":\"\\\"a\\\\b\\\"\\u000a\\u0009\\u001f\u007f é€\uff01 \\ud83d\\ude00"
                + " \\udbff\",\"error_code\":\"client_error\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|POST|Use POST here.",
        "GET DELETE|GET, DELETE|Use GET or DELETE here.",
        "GET HEAD PUT|GET, HEAD, PUT|Use GET, HEAD or PUT here."
      })
  void anotherMethodIsToldThoseThatThePathHas(String methods, String allow, String detail) {
    var allowed = List.of(methods.split(" ", -1)).stream().map(HttpMethod::valueOf).toList();
    var answer = new MethodNotAllowed(allowed);
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.allow()).isEqualTo(allow);
    assertThat(body(answer))
        .isEqualTo(
            "{\"error\":\"Method not allowed\",\"error_code\":\"client_error\",\"detail\":\""
                + detail
                + "\"}");
  }
}
