package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.domain.environment.Split;
import dev.slipway.domain.settings.Backpressure;
import dev.slipway.engine.async.Async;
import dev.slipway.engine.port.routes.RouteTable.Availability;
import dev.slipway.gateway.async.WebhookPost;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.SelfSigned;
import dev.slipway.testkit.fake.CountingAsyncTelemetry;
import dev.slipway.testkit.memory.MemoryStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The inference port under TLS. Replicas are spoken to as before.
class GatewayTlsTest {
  private static final String PREDICT = "/environments/production/predict";

  @TempDir static Path directory = Path.of("");

  private final SelfSigned first = SelfSigned.make(directory, "first", "EC");
  private final Rig rig = new Rig(new TestSettings().tls(tls(first)));
  private final HeldModel old = new HeldModel("v1");
  private final HeldModel fresh = new HeldModel("v2");
  private final HttpClient client = client(first);

  private static GatewayTls tls(SelfSigned made) {
    var options = new ServerSSLOptions();
    options.setUseAlpn(false);
    options.setKeyCertOptions(
        new PemKeyCertOptions()
            .addCertValue(Buffer.buffer(made.certPem()))
            .addKeyValue(Buffer.buffer(made.keyPem())));
    return new GatewayTls(options, made.certificate());
  }

  private static HttpClient client(SelfSigned trusted) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(trusted.trusting())
        .build();
  }

  @BeforeEach
  void serve() {
    rig.with(
            Rig.target(
                "d1",
                8,
                Backpressure.QUEUE_ON_FULL,
                Availability.UP,
                Rig.endpoint("r1", rig.serve(old))),
            Rig.target(
                "d2",
                8,
                Backpressure.QUEUE_ON_FULL,
                Availability.UP,
                Rig.endpoint("r2", rig.serve(fresh))))
        .production(new Split.Whole("d1"))
        .apply();
  }

  @AfterEach
  void stop() {
    client.close();
    rig.close();
  }

  private HttpRequest.Builder to(String path) {
    return rig.to(path).uri(URI.create(rig.url(path).replace("http://", "https://")));
  }

  private CompletableFuture<HttpResponse<String>> post(HttpClient by, String path, String body) {
    var request = to(path).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return by.sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static X509Certificate shown(HttpResponse<?> answer) throws IOException {
    return (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void theModelGetsTheRequestAndIsToldThatItWasEncrypted() throws Exception {
    var answer = post(client, PREDICT, "{\"n\":1}");
    var arrived = old.next();
    assertThat(old.body(arrived)).isEqualTo("{\"n\":1}");
    assertThat(arrived.getHeader("x-forwarded-proto")).isEqualTo("https");
    assertThat(arrived.isSSL()).isFalse();
    old.answer(arrived);
    assertThat(answer.get().body()).isEqualTo("v1");
    assertThat(answer.get().sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(shown(answer.get())).isEqualTo(first.certificate());
  }

  @Test
  void aRequestWithoutEncryptionGetsNoAnswer() {
    assertThatThrownBy(() -> rig.predict("{}")).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void theFenceHoldsWhileEncryptedRequestsAreInFlight() throws Exception {
    var before = post(client, PREDICT, "{}");
    var held = old.next();
    rig.production(new Split.Whole("d2"));
    assertThat(rig.applyAndFence()).isTrue();
    var after = post(client, PREDICT, "{}");
    fresh.answer(fresh.next());
    assertThat(after.get().body()).isEqualTo("v2");
    assertThat(old.arrived()).isZero();
    old.answer(held);
    assertThat(before.get().body()).isEqualTo("v1");
  }

  @Test
  void asynchronousRequestsGoThroughTheEncryptedPortAlsoAfterItsCertificateWasRenewed()
      throws Exception {
    try (var webhooks = new WebhookPost()) {
      var async =
          Async.on(
              new Async.Ports(
                  new MemoryStore(),
                  rig.gateway.predictions(),
                  webhooks,
                  new CountingAsyncTelemetry(),
                  InstantSource.system()));
      try (var runner = async.runner()) {
        rig.gateway.serve(async.requests());
        runner.start();
        succeeds(client);
        var second = SelfSigned.make(directory, "second", "RSA");
        rig.gateway.renew(tls(second));
        try (var renewed = client(second)) {
          succeeds(renewed);
        }
      }
    }
  }

  private void succeeds(HttpClient by) throws Exception {
    var accepted = post(by, "/environments/production/async_predict", "{\"model_input\":{}}").get();
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
    var id = new JsonObject(accepted.body()).getString("request_id");
    old.answer(old.next());
    var path = "/async_request/" + id;
    Await.until(
        () -> status(by, path), () -> status(by, path).contains("\"status\":\"SUCCEEDED\""));
  }

  private String status(HttpClient by, String path) {
    return by.sendAsync(to(path).GET().build(), HttpResponse.BodyHandlers.ofString()).join().body();
  }

  @Test
  void aRenewedCertificateIsShownToNewConnectionsAndOpenOnesGoOn() throws Exception {
    var running = post(client, PREDICT, "{}");
    var held = old.next();
    var second = SelfSigned.make(directory, "second", "RSA");
    rig.gateway.renew(tls(second));
    try (var trusting = client(second);
        var stale = client(first)) {
      var answer = post(trusting, PREDICT, "{}");
      old.answer(old.next());
      assertThat(shown(answer.get())).isEqualTo(second.certificate());
      assertThatThrownBy(() -> post(stale, PREDICT, "{}").get())
          .hasRootCauseInstanceOf(java.security.GeneralSecurityException.class)
          .hasCauseInstanceOf(SSLException.class);
    }
    old.answer(held);
    assertThat(running.get().body()).isEqualTo("v1");
  }
}
