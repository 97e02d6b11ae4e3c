package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.api.http.PublicUrl;
import dev.slipway.api.http.TrustedProxies;
import dev.slipway.api.truss.s3.S3Client;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The addresses in answers are those by which callers reach the server through a proxy.
class BehindProxyTest {
  @TempDir private Path uploads = Path.of("");

  private TestServer behind(@Nullable URI url, @Nullable URI inference, String proxies) {
    var front = new ApiSettings.Front(url, inference, TrustedProxies.parse(proxies));
    return new TestServer(uploads, ApiSettings.on("127.0.0.1", 0).with(front));
  }

  private static String uploadUrl(TestServer server, String... headers) {
    String body = "{\"name\":\"m\",\"deployment\":{\"config\":%s}}".formatted(Bodies.CONFIG);
    var request =
        server
            .request("POST", "/v1/prepare_model_upload", body)
            .header("Authorization", "Api-Key " + server.key)
            .header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return server.send(request).at("/upload/url");
  }

  @ParameterizedTest
  @CsvSource({
    "https, slipway.example.com, https://slipway.example.com",
    "https, slipway.example.com:8443, https://slipway.example.com:8443",
    "'https, http', 'outer.example.com, inner', https://outer.example.com",
    "http, '[::1]:81', http://[::1]:81",
    "https, slipway.example.com:443, https://slipway.example.com",
    "https, Slipway.EXAMPLE.com, https://slipway.example.com",
    "https, slipway.example.com:08443, https://slipway.example.com:8443",
    "https, slipway.example.com:80, https://slipway.example.com:80",
    "http, slipway.example.com:80, http://slipway.example.com",
    "http, slipway.example.com:443, http://slipway.example.com:443",
    "http, '[FE80::A]:80', http://[fe80::a]"
  })
  void aTrustedProxySaysWhatItWasCalledBy(String proto, String host, String base) throws Exception {
    try (var server = behind(null, null, TrustedProxies.LOOPBACK)) {
      String[] proxy = {"X-Forwarded-Proto", proto, "X-Forwarded-Host", host};
      assertThat(uploadUrl(server, proxy)).startsWith(base + "/v1/uploads/");
      assertThat(putToS3(new S3Client(server, proxy))).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://slipway.example.com:443, https://slipway.example.com",
    "HTTPS://Slipway.Example.com:0443/, https://slipway.example.com",
    "https://slipway.example.com:80, https://slipway.example.com:80",
    "http://slipway.example.com:80, http://slipway.example.com",
    "http://SLIPWAY.example.com:443, http://slipway.example.com:443",
    "https://slipway.example.com:, https://slipway.example.com",
    "'http://[FE80::A]:80', http://[fe80::a]"
  })
  void aPublicUrlIsWrittenInTheFormInWhichClientsSignIt(String given, String base)
      throws Exception {
    try (var server = behind(PublicUrl.parse(given), null, TrustedProxies.LOOPBACK)) {
      assertThat(uploadUrl(server)).startsWith(base + "/v1/uploads/");
      assertThat(putToS3(new S3Client(server))).isEqualTo(200);
    }
  }

  private static int putToS3(S3Client s3) {
    return s3.put("", "archive".getBytes(StandardCharsets.UTF_8)).status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.example.com:0", "https://a.example.com:65536", "ftp://a", "a"})
  void whatIsNoPublicUrlIsRefused(String given) {
    assertThatThrownBy(() -> PublicUrl.parse(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + given + "' (expected: http or https, a host and perhaps");
  }

  @Test
  void oneThatKeepsTheHostSaysOnlyThatItWasEncrypted() throws Exception {
    try (var server = behind(null, null, TrustedProxies.LOOPBACK)) {
      assertThat(uploadUrl(server, "X-Forwarded-Proto", "https"))
          .startsWith(server.base().replace("http:", "https:") + "/v1/uploads/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https, 'a b'",
    "javascript, x/../y",
    "'', ''",
    "HTTPS, 'user@host'",
    "https, 'a:0'",
    "https, 'a:65536'"
  })
  void whatCannotBeAnAddressIsNotBelieved(String proto, String host) throws Exception {
    try (var server = behind(null, null, TrustedProxies.LOOPBACK)) {
      String url = uploadUrl(server, "X-Forwarded-Proto", proto, "X-Forwarded-Host", host);
      assertThat(url).contains(server.base().substring("http".length()) + "/v1/uploads/");
    }
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    try (var server = behind(null, null, "10.0.0.0/8")) {
      String[] forged = {"X-Forwarded-Proto", "https", "X-Forwarded-Host", "evil.example.com"};
      assertThat(uploadUrl(server, forged)).startsWith(server.base() + "/v1/uploads/");
    }
  }

  @Test
  void whatWasSetWinsEverywhere() throws Exception {
    URI url = PublicUrl.parse("https://slipway.example.com/");
    URI inference = PublicUrl.parse("https://models.example.com");
    try (var server = behind(url, inference, TrustedProxies.LOOPBACK)) {
      String host = "X-Forwarded-Host";
      assertThat(uploadUrl(server, host, "other.example.com"))
          .startsWith("https://slipway.example.com/v1/uploads/");
      String model = server.model("m");
      String query = "{\"query\":\"{model(name: \\\"m\\\"){hostname}}\"}";
      assertThat(server.post("/graphql/", query).at("/data/model/hostname"))
          .isEqualTo("https://models.example.com/model/" + model);
      assertThat(server.get("/v1/models/" + model + "/deployments/production/download").text())
          .doesNotContain("127.0.0.1");
      assertThat(putToS3(new S3Client(server))).as("signed for the public host").isEqualTo(200);
    }
  }
}
