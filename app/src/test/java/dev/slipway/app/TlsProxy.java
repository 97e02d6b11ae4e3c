package dev.slipway.app;

import dev.slipway.testkit.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.URI;

/// A proxy that ends TLS in front of a server that speaks none, as nginx does.
final class TlsProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final URI target;
  private final boolean keepsHost;
  private final HttpServer server;

  /// @param target scheme, host and port of the server
  /// @param keepsHost the server sees by which host the proxy was called; false: its own
  TlsProxy(SelfSigned certificate, URI target, boolean keepsHost) {
    this.target = target;
    this.keepsHost = keepsHost;
    var pem =
        new PemKeyCertOptions()
            .setCertValue(Buffer.buffer(certificate.certPem()))
            .setKeyValue(Buffer.buffer(certificate.keyPem()));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(pem))
            .requestHandler(this::pass)
            .listen(0, "127.0.0.1")
            .await();
  }

  /// By which clients call it.
  URI url() {
    return URI.create("https://localhost:" + server.actualPort());
  }

  private void pass(HttpServerRequest in) {
    in.pause();
    var to =
        new RequestOptions()
            .setMethod(in.method())
            .setHost(target.getHost())
            .setPort(target.getPort())
            .setURI(in.uri());
    client
        .request(to)
        .compose(out -> {
          String host = in.getHeader("Host");
          out.headers().addAll(in.headers());
          out.putHeader("Host", keepsHost ? host : target.getAuthority());
          out.putHeader("X-Forwarded-Proto", "https");
          out.putHeader("X-Forwarded-Host", host);
          return out.send(in);
        })
        .compose(answer -> {
          var back = in.response().setStatusCode(answer.statusCode());
          back.headers().addAll(answer.headers());
          return answer.pipeTo(back);
        })
        .onFailure(e -> in.response().setStatusCode(502).end(String.valueOf(e.getMessage())));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
