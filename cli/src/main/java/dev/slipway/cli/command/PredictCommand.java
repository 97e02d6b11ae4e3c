package dev.slipway.cli.command;

import dev.slipway.cli.client.Api;
import dev.slipway.cli.client.ConnectionOptions;
import dev.slipway.cli.client.Inference;
import dev.slipway.cli.client.ManagementClient;
import dev.slipway.cli.client.Refs;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.client.WireJson;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.host.Version;
import dev.slipway.wire.InferenceBodies.AsyncPredictRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.util.RawValue;

@Command(
    name = "predict",
    description = "Send a request to a model and print the answer as it comes.",
    footer = {
      "",
      "Examples:",
      "  slipway predict digits -d @image.json",
      "  slipway predict digits --environment staging -d '{\"image\": [0, 3, 12]}'",
      "  slipway predict digits --async --webhook https://example.test/hook -d @image.json"
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String PREDICT = "predict";
  private static final String ASYNC_PREDICT = "async_predict";

  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Option(names = "--environment", paramLabel = "ENV", description = "Default: production.")
  private @Nullable String environment;

  @Option(names = "--deployment", paramLabel = "DEPLOYMENT", description = "Id or name.")
  private @Nullable String deployment;

  @Option(
      names = "-d",
      paramLabel = "BODY",
      required = true,
      description = "JSON, or @FILE, or @- for standard input.")
  private String body = "";

  @Option(
      names = "--inference",
      paramLabel = "URL",
      description = "Default: SLIPWAY_INFERENCE_URL, or port 9090 of the server's host.")
  private @Nullable String inference;

  @Option(
      names = "--json",
      description = "The answer byte for byte; else it ends with a line break.")
  private boolean json;

  @Option(
      names = "--async",
      description = "Do not wait: print the request's id. See 'slipway async'.")
  private boolean async;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "Where the result of --async is posted; https, or http on localhost.")
  private @Nullable String webhook;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Of --async: 0 to 2, lower goes first (default: 0).")
  private @Nullable Integer priority;

  @Mixin private final ConnectionOptions options = new ConnectionOptions();

  private final Host host;

  public PredictCommand(Host host) {
    this.host = host;
  }

  @Override
  public Integer call() {
    if (environment != null && deployment != null) {
      throw Failure.usage("--environment and --deployment: give one of the two.");
    }
    if (!async && (webhook != null || priority != null)) {
      throw Failure.usage("--webhook and --priority: only with --async.");
    }
    byte[] bytes = async ? asyncBody(BodyArgument.read(host, body)) : BodyArgument.read(host, body);
    URI server = options.server(host);
    String key = options.apiKey(host);
    URI target;
    try (var api = options.api(host)) {
      target =
          Inference.base(host, inference, server)
              .resolve(path(new Refs(new ManagementClient(api))));
    }
    var request =
        HttpRequest.newBuilder(target)
            .header("Authorization", "Api-Key " + key)
            .header("Content-Type", "application/json")
            .header("User-Agent", Version.userAgent())
            .POST(BodyPublishers.ofByteArray(bytes))
            .build();
    return send(request);
  }

  private byte[] asyncBody(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      var _ = WireJson.parse(text);
    } catch (JacksonException e) {
      throw new Failure(Exit.USAGE, "-d: not JSON (expected: a JSON object with --async).", e);
    }
    // As it was given: numbers keep their digits.
    var whole = new AsyncPredictRequest(new RawValue(text), webhook, priority, null, null);
    return WireJson.write(whole).getBytes(StandardCharsets.UTF_8);
  }

  private String path(Refs refs) {
    String path = predictPath(refs);
    return async ? path.substring(0, path.length() - PREDICT.length()) + ASYNC_PREDICT : path;
  }

  private String predictPath(Refs refs) {
    if (deployment != null) {
      Refs.DeploymentRef ref = refs.deployment(model, deployment);
      return Inference.deployment(ref.model(), ref.id());
    }
    String name = environment == null ? "production" : environment;
    return Inference.environment(refs.modelId(model), name);
  }

  private int send(HttpRequest request) {
    try (var http = options.trust(host).client()) {
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      if (answer.statusCode() >= 400) {
        try (InputStream in = answer.body()) {
          byte[] all = in.readNBytes(1 << 20);
          var reply =
              new ServerReply(
                  answer.statusCode(), new String(all, StandardCharsets.UTF_8), Duration.ZERO);
          throw new Failure(Exit.ofStatus(reply.status()), reply.problem());
        }
      }
      copy(answer.body());
      return Exit.OK;
    } catch (IOException e) {
      throw Api.unreachable(request.uri(), e);
    } catch (InterruptedException e) {
      throw Api.interrupted(e);
    }
  }

  /// Prints each piece when it comes, so that a stream is seen as one.
  private void copy(InputStream in) throws IOException {
    var out = host.screen().out();
    try (var reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      var buffer = new char[8192];
      char last = '\n';
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
        last = n > 0 ? buffer[n - 1] : last;
      }
      if (!json && last != '\n') {
        out.println();
        out.flush();
      }
    }
  }
}
