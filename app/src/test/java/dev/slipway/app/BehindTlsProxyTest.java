package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.ApiSettings;
import dev.slipway.api.http.RateLimits;
import dev.slipway.api.http.TrustedProxies;
import dev.slipway.cli.Cli;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import dev.slipway.engine.history.Upkeep;
import dev.slipway.testkit.SelfSigned;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `slipway push` to a whole server that is behind a proxy which ends TLS.
class BehindTlsProxyTest {
  @TempDir Path temp = Path.of("");
  private SelfSigned certificate;
  private Path ca;
  private Path model;

  @BeforeEach
  void aModelAndACertificate() throws IOException {
    certificate = SelfSigned.make(temp, "proxy", "EC");
    ca = temp.resolve("cert.pem");
    certificate.write(ca, temp.resolve("key.pem"));
    model = Files.createDirectory(temp.resolve("model"));
    Files.writeString(
        model.resolve("config.yaml"),
        """
        model_name: m
        docker_server:
          start_command: sleep 60
          server_port: 8080
          predict_endpoint: /
          readiness_endpoint: /
          liveness_endpoint: /
        """);
  }

  private Server start(String proxies) {
    var front = new ApiSettings.Front(null, null, TrustedProxies.parse(proxies));
    return Server.start(
        new ServerSettings(
            temp.resolve("data"),
            ServerSettings.Address.free(),
            false,
            Upkeep.Limits.DEFAULT,
            ServerSettings.STOP_GRACE,
            new Guards(null, RateLimits.OFF, front, Guards.NONE.clientIdle())));
  }

  private record Ran(int code, String out, String err) {}

  private Ran push(TlsProxy proxy, String key) {
    var out = new StringWriter();
    var err = new StringWriter();
    var machine = Machine.host();
    var screen =
        new Host.Screen(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    var host = new Host(Map.of(), machine.in(), screen, machine.timing());
    int code =
        Cli.commandLine(host)
            .execute(
                "push",
                model.toString(),
                "--server",
                proxy.url().toString(),
                "--api-key",
                key,
                "--cacert",
                ca.toString());
    return new Ran(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void goesThroughTheProxy(boolean keepsHost) {
    try (var server = start(TrustedProxies.LOOPBACK);
        var proxy = new TlsProxy(certificate, server.management(), keepsHost)) {
      Ran ran = push(proxy, server.apiKey());
      assertThat(ran.code()).as(ran.err()).isEqualTo(Exit.OK);
      assertThat(ran.out()).contains("of model m", "was created");
    }
  }

  @Test
  void saysWhichAddressItWasGivenWhereTheProxyIsNotTrusted() {
    try (var server = start("none");
        var proxy = new TlsProxy(certificate, server.management(), true)) {
      Ran ran = push(proxy, server.apiKey());
      assertThat(ran.code()).isNotEqualTo(Exit.OK);
      String wrong = proxy.url().toString().replace("https:", "http:");
      assertThat(ran.err())
          .contains("The upload to " + wrong + "/v1/uploads/")
          .contains("you called it at " + proxy.url(), "--public-url", "--trusted-proxies");
    }
  }
}
