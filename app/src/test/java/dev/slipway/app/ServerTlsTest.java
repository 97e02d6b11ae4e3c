package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.http.RateLimits;
import dev.slipway.app.tls.TlsFiles;
import dev.slipway.cli.Cli;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import dev.slipway.engine.history.Upkeep;
import dev.slipway.testkit.Await;
import dev.slipway.testkit.SelfSigned;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole server under TLS, and the command line that speaks to it.
class ServerTlsTest {
  @TempDir Path temp = Path.of("");
  private SelfSigned first;
  private TlsFiles files;
  private Server server;

  @BeforeEach
  void start() {
    first = SelfSigned.make(temp, "first", "EC");
    files = new TlsFiles(temp.resolve("cert.pem"), temp.resolve("key.pem"));
    first.write(files.cert(), files.key());
    server =
        Server.start(
            new ServerSettings(
                temp.resolve("data"),
                ServerSettings.Address.free(),
                false,
                Upkeep.Limits.DEFAULT,
                ServerSettings.STOP_GRACE,
                new Guards(
                    files, RateLimits.OFF, ApiSettings.Front.NONE, Guards.NONE.clientIdle())));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static HttpResponse<String> get(SSLContext trust, URI target) throws Exception {
    try (var client = HttpClient.newBuilder().sslContext(trust).build()) {
      var request = HttpRequest.newBuilder(target).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void bothPortsAnswerOverHttps() throws Exception {
    assertThat(server.management().getScheme()).isEqualTo("https");
    assertThat(server.inference().getScheme()).isEqualTo("https");
    var healthy = get(first.trusting(), server.management().resolve("/healthz"));
    assertThat(healthy.statusCode()).isEqualTo(200);
    assertThat(healthy.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    var model = get(first.trusting(), server.inference().resolve("/model/none/production/wake"));
    assertThat(model.statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bothPortsSpeakBothVersions(String version) throws Exception {
    for (URI port : new URI[] {server.management(), server.inference()}) {
      try (var socket = socket(port, first.trusting())) {
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
  }

  private static SSLSocket socket(URI port, SSLContext trust) throws IOException {
    return (SSLSocket)
        trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port.getPort());
  }

  private static Certificate shown(URI port, SSLContext trust) {
    try (var socket = socket(port, trust)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void filesThatChangeAreTakenByBothPortsWithoutARestart() {
    var second = SelfSigned.make(temp, "second", "RSA");
    assertThat(shown(server.management(), first.trusting())).isEqualTo(first.certificate());
    second.write(files.cert(), files.key());
    for (URI port : new URI[] {server.management(), server.inference()}) {
      Await.until(
          port + " shows the new certificate",
          () -> {
            try {
              return shown(port, second.trusting()).equals(second.certificate());
            } catch (UncheckedIOException e) {
              return false; // not trusted: it is still the old one
            }
          });
    }
  }

  @Test
  void theCommandLineTrustsTheFileThatItIsGiven() {
    assertThat(run("--cacert", files.cert().toString()).code()).isEqualTo(Exit.OK);
  }

  @Test
  void theCommandLineTrustsNobodyElse() {
    var refused = run();
    assertThat(refused.code()).isEqualTo(Exit.NO_CONNECTION);
    assertThat(refused.err()).contains("is not trusted", "--cacert FILE or SLIPWAY_CACERT");
    var other = SelfSigned.make(temp, "other", "EC");
    other.write(temp.resolve("other.pem"), temp.resolve("other-key.pem"));
    assertThat(run("--cacert", temp.resolve("other.pem").toString()).code())
        .isEqualTo(Exit.NO_CONNECTION);
  }

  @Test
  void aFileThatHoldsNoAuthorityIsWrongUsage() {
    var missing = run("--cacert", temp.resolve("none.pem").toString());
    assertThat(missing.code()).isEqualTo(Exit.USAGE);
    assertThat(missing.err()).contains("--cacert: " + temp.resolve("none.pem"));
    var key = run("--cacert", files.key().toString());
    assertThat(key.code()).isEqualTo(Exit.USAGE);
    assertThat(key.err()).contains("holds no certificate");
  }

  private record Ran(int code, String err) {}

  private Ran run(String... more) {
    var err = new StringWriter();
    var machine = Machine.host();
    var screen =
        new Host.Screen(
            new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), false, false);
    var host = new Host(Map.of(), machine.in(), screen, machine.timing());
    var arguments =
        new ArrayList<>(
            List.of(
                "models",
                "--server",
                server.management().toString(),
                "--api-key",
                server.apiKey()));
    arguments.addAll(List.of(more));
    int code = Cli.commandLine(host).execute(arguments.toArray(new String[0]));
    return new Ran(code, err.toString());
  }
}
