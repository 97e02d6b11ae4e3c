package dev.slipway.gateway.async;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.engine.port.Webhooks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts results of asynchronous requests over HTTP.
public final class WebhookPost implements Webhooks, AutoCloseable {
  /// The longest that one attempt may take.
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WebhookPost.class);
  private static final String HMAC = "HmacSHA256";

  private final LazyClient client =
      new LazyClient(b -> b.connectTimeout(TIMEOUT).followRedirects(HttpClient.Redirect.NEVER));

  @Override
  public int post(Delivery delivery) {
    var sending =
        client.get().sendAsync(request(delivery), HttpResponse.BodyHandlers.ofInputStream());
    try {
      var answer = sending.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      letGo(answer.body());
      return answer.statusCode();
    } catch (ExecutionException | TimeoutException e) {
      sending.cancel(true);
      var cause = e.getCause() == null ? e : e.getCause();
      LOG.atInfo()
          .addKeyValue("requestId", delivery.requestId())
          .addKeyValue("cause", cause.toString())
          .log("webhook could not be reached; it is posted at most twice");
      return 0;
    } catch (InterruptedException e) {
      sending.cancel(true);
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /// The status is all that counts: a body that comes later, or never ends, is not waited for.
  private static void letGo(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // The connection broke behind the status.
    }
  }

  private static HttpRequest request(Delivery delivery) {
    byte[] body = AsyncText.webhook(delivery.result());
    var given = URI.create(delivery.url());
    var user = given.getRawUserInfo();
    var url = user == null ? given : URI.create(delivery.url().replaceFirst("//[^/?#]*@", "//"));
    // Only TLS can agree on HTTP/2; an upgrade in the clear would only confuse.
    var version =
        "https".equalsIgnoreCase(url.getScheme())
            ? HttpClient.Version.HTTP_2
            : HttpClient.Version.HTTP_1_1;
    var request =
        HttpRequest.newBuilder(url)
            .version(version)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-BASETEN-REQUEST-ID", delivery.requestId())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (user != null) {
      request.header("Authorization", basic(given.getUserInfo()));
    }
    if (!delivery.secrets().isEmpty()) {
      request.header("X-BASETEN-SIGNATURE", signature(body, delivery.secrets()));
    }
    return request.build();
  }

  /// The name and password of a URL, as RFC 7617 sends them.
  private static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
  }

  /// `v1=` and the HMAC of the body in hex, for each secret.
  static String signature(byte[] body, List<String> secrets) {
    return secrets.stream().map(s -> "v1=" + hmac(body, s)).collect(Collectors.joining(","));
  }

  private static String hmac(byte[] body, String secret) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + ": not there (expected: in every Java)", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
