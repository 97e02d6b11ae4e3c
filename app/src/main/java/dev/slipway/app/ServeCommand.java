package dev.slipway.app;

import dev.slipway.api.http.TrustedProxies;
import dev.slipway.app.warmup.WarmUp;
import dev.slipway.cli.demo.LocalServer;
import dev.slipway.engine.history.AuditLog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `slipway serve`: a server in the foreground, until it is asked to stop.
@Command(
    name = "serve",
    description = "Run a server: management API, inference gateway and replicas in one process.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The server is ready when GET /healthz on the management port answers 200. On its first",
      "start it writes a key for local use to DIR/api-key. Ctrl-C stops it and its replicas, after",
      "their requests have ended.",
      "",
      "Examples:",
      "  slipway serve",
      "  slipway serve --data /var/lib/slipway --keep-replicas",
      "  slipway serve --management-port 18000 --inference-port 19090",
      "  slipway serve --host 0.0.0.0 --tls-cert server.pem --tls-key server-key.pem"
    })
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SLIPWAY_DATA:-" + ServerSettings.DATA + "}",
      description = "Everything the server keeps (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of(ServerSettings.DATA);

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "${env:SLIPWAY_HOST:-" + ServerSettings.HOST + "}",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = ServerSettings.HOST;

  @Option(
      names = "--management-port",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_MANAGEMENT_PORT:-" + ServerSettings.MANAGEMENT_PORT + "}",
      description = "Port of the management API, 0: any free one (default: ${DEFAULT-VALUE}).")
  private int managementPort;

  @Option(
      names = "--inference-port",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_INFERENCE_PORT:-" + ServerSettings.INFERENCE_PORT + "}",
      description = "Port of the gateway, 0: any free one (default: ${DEFAULT-VALUE}).")
  private int inferencePort;

  @Option(
      names = "--keep-replicas",
      description = "Leave replicas running when the server stops; the next one adopts them.")
  private boolean keepReplicas;

  @Option(
      names = "--audit-events",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_AUDIT_EVENTS:-" + AuditLog.MAX_EVENTS + "}",
      description = "The most audit events that are kept (default: ${DEFAULT-VALUE}).")
  private int auditEvents;

  @Option(
      names = "--audit-days",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_AUDIT_DAYS:-400}",
      description = "How many days audit events are kept (default: ${DEFAULT-VALUE}).")
  private int auditDays;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      defaultValue = "${env:SLIPWAY_TLS_CERT:-}",
      description = "PEM: the certificate of both ports, then its chain (default: no encryption).")
  private String tlsCert = "";

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      defaultValue = "${env:SLIPWAY_TLS_KEY:-}",
      description = "PEM: its private key. Both files are read again when they change.")
  private String tlsKey = "";

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      defaultValue = "${env:SLIPWAY_PUBLIC_URL:-}",
      description = {
        "Scheme, host and port by which callers reach the management API, as"
            + " https://slipway.example.com (default: those by which each one came)."
      })
  private String publicUrl = "";

  @Option(
      names = "--public-inference-url",
      paramLabel = "URL",
      defaultValue = "${env:SLIPWAY_PUBLIC_INFERENCE_URL:-}",
      description = "The same of the gateway (default: its port on the host of the other).")
  private String publicInferenceUrl = "";

  @Option(
      names = "--trusted-proxies",
      paramLabel = "LIST",
      defaultValue = "${env:SLIPWAY_TRUSTED_PROXIES:-" + TrustedProxies.LOOPBACK + "}",
      description = {
        "Addresses and networks whose X-Forwarded-Proto and X-Forwarded-Host are believed, with"
            + " commas between them, or none (default: ${DEFAULT-VALUE})."
      })
  private String trustedProxies = TrustedProxies.LOOPBACK;

  @Option(
      names = "--rate-limits",
      paramLabel = "RATES",
      defaultValue = "${env:SLIPWAY_RATE_LIMITS:-off}",
      description = {
        "How often a key may call an operation of the management API: off, published, or rates as"
            + " activate=20/min,retry=10/min,logs=30/s,other=100/s (default: ${DEFAULT-VALUE})."
      })
  private String rateLimits = "off";

  @Option(
      names = "--client-idle-seconds",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_CLIENT_IDLE_SECONDS:-75}",
      description = {
        "When a client's connection to the inference port is closed where it has no request; more"
            + " than a balancer in front keeps its own (default: ${DEFAULT-VALUE})."
      })
  private int clientIdleSeconds;

  @Option(
      names = "--rehearsals",
      paramLabel = "N",
      defaultValue = "${env:SLIPWAY_REHEARSALS:-" + WarmUp.DEFAULT + "}",
      description = {
        "Cancels of the warm-up, which runs a few seconds after the start on a store and ports of"
            + " its own, so that the first real one is fast; 0: none (default: ${DEFAULT-VALUE})."
      })
  private int rehearsals;

  @Override
  public Integer call() throws InterruptedException {
    WarmUp.check(rehearsals);
    var options =
        new ServerSettings(
            data,
            new ServerSettings.Address(host, managementPort, inferencePort),
            keepReplicas,
            ServerSettings.audit(auditEvents, auditDays),
            ServerSettings.STOP_GRACE,
            Guards.of(tlsCert, tlsKey, rateLimits, clientIdleSeconds)
                .behind(publicUrl, publicInferenceUrl, trustedProxies));
    var server = WarmUpServer.start(options, rehearsals);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "slipway-stop"));
    System.out.println("management API   " + server.management());
    System.out.println("inference        " + server.inference());
    System.out.println("key              " + DataDirectory.keyFile(data));
    System.out.println("ready; Ctrl-C stops the server");
    new CountDownLatch(1).await();
    return 0;
  }

  private void stop(LocalServer server) {
    System.err.println(
        keepReplicas
            ? "stopping: requests in flight end first; replicas are left running"
            : "stopping: requests in flight end first, then the replicas");
    server.close();
    System.err.println("stopped");
  }
}
