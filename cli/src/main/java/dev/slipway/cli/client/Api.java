package dev.slipway.cli.client;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Version;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// HTTP calls to one server: paths and bodies go out, replies come back.
public final class Api implements AutoCloseable {
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
  static final Duration STREAM_TIMEOUT = Duration.ofSeconds(60);
  static final Duration UPLOAD_TIMEOUT = Duration.ofHours(1);

  private final URI server;
  private final String key;
  private final LongSupplier nanoTime;
  private final Trust trust;
  private final HttpClient http;

  public Api(URI server, String key, LongSupplier nanoTime) {
    this(server, key, nanoTime, Trust.DEFAULT);
  }

  Api(URI server, String key, LongSupplier nanoTime, Trust trust) {
    this.server = server;
    this.key = key;
    this.nanoTime = nanoTime;
    this.trust = trust;
    this.http = trust.client();
  }

  /// Calls to another address of the same installation, with the same key.
  public Api at(URI other) {
    return new Api(other, key, nanoTime, trust);
  }

  public URI server() {
    return server;
  }

  /// @throws Failure the server refused, or cannot be reached
  public ServerReply get(String path) {
    return checked(call("GET", path, null));
  }

  /// @param body a record or a node; null: none
  /// @throws Failure the server refused, or cannot be reached
  public ServerReply post(String path, @Nullable Object body) {
    return checked(call("POST", path, body == null ? null : WireJson.write(body)));
  }

  /// As [#post] without a body, with `patience` as the deadline of the answer.
  public ServerReply patiently(String path, Duration patience) {
    return checked(send(request("POST", path, patience).build()));
  }

  /// @throws Failure the server refused, or cannot be reached
  public ServerReply patch(String path, Object body) {
    return checked(call("PATCH", path, WireJson.write(body)));
  }

  /// @throws Failure the server refused, or cannot be reached
  public ServerReply delete(String path) {
    return checked(call("DELETE", path, null));
  }

  /// Any call. A refusal is no failure here: the caller looks at the status.
  ///
  /// @param body null: none
  public ServerReply call(String method, String path, @Nullable String body) {
    var request =
        request(method, path, ANSWER_TIMEOUT)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(String method, String path, Duration patience) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(patience)
        .header("Authorization", "Api-Key " + key)
        .header("Accept", "application/json")
        .header("User-Agent", Version.userAgent())
        .method(method, BodyPublishers.noBody());
  }

  /// The lines of an answer as they come; to be closed by the caller.
  ///
  /// @param lastEventId of a stream of events; 0: from its beginning
  public Stream<String> lines(String path, int lastEventId) {
    var request =
        request("GET", path, STREAM_TIMEOUT)
            .setHeader("Accept", "text/event-stream")
            .header("Last-Event-ID", Integer.toString(lastEventId))
            .build();
    try {
      HttpResponse<Stream<String>> answer = http.send(request, BodyHandlers.ofLines());
      if (answer.statusCode() < 300) {
        return answer.body();
      }
      try (Stream<String> body = answer.body()) {
        String text = body.collect(Collectors.joining("\n"));
        var refused = new ServerReply(answer.statusCode(), text, Duration.ZERO);
        throw new Failure(Exit.ofStatus(refused.status()), refused.problem());
      }
    } catch (IOException e) {
      throw unreachable(request.uri(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /// Sends a file's bytes. The key goes along only to the server itself.
  ///
  /// @param url absolute, or relative to the server
  public ServerReply upload(String method, String url, BodyPublisher bytes) {
    URI target = server.resolve(url);
    var request =
        HttpRequest.newBuilder(target)
            .timeout(UPLOAD_TIMEOUT)
            .header("Content-Type", "application/gzip")
            .header("User-Agent", Version.userAgent())
            .method(method, bytes);
    if (Urls.sameOrigin(server, target)) {
      request.header("Authorization", "Api-Key " + key);
    }
    try {
      return checked(send(request.build()));
    } catch (Failure e) {
      throw new Failure(e.exitCode(), uploadFailed(target, e), e);
    }
  }

  /// The address came from the server, so that a wrong one is the server's to mend.
  private String uploadFailed(URI target, Failure e) {
    String text = "The upload to " + Urls.withoutSecret(target) + " failed: " + e.sentence();
    return Urls.sameOrigin(server, target)
        ? text
        : text
            + " The server gave out this address, and you called it at "
            + server
            + ". Behind a proxy it is started with --public-url, or the proxy sends"
            + " X-Forwarded-Proto and X-Forwarded-Host from an address in --trusted-proxies.";
  }

  private ServerReply send(HttpRequest request) {
    long start = nanoTime.getAsLong();
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      var took = Duration.ofNanos(nanoTime.getAsLong() - start);
      return new ServerReply(answer.statusCode(), answer.body(), took);
    } catch (IOException e) {
      throw unreachable(request.uri(), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static ServerReply checked(ServerReply reply) {
    if (reply.ok()) {
      return reply;
    }
    throw new Failure(Exit.ofStatus(reply.status()), reply.problem());
  }

  public static Failure unreachable(URI target, IOException e) {
    String where = target.getScheme() + "://" + target.getAuthority();
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return new Failure(
          Exit.NO_CONNECTION,
          "Nothing answers at "
              + where
              + ". Start a server with 'slipway serve', or name another one with --server URL.",
          e);
    }
    if (e instanceof SSLHandshakeException) {
      return new Failure(
          Exit.NO_CONNECTION,
          "The certificate of "
              + where
              + " is not trusted, or is for another name: "
              + e.getMessage()
              + ". Name the file of its authority with --cacert FILE or SLIPWAY_CACERT.",
          e);
    }
    if (e instanceof HttpTimeoutException) {
      return new Failure(Exit.NO_CONNECTION, where + " did not answer in time.", e);
    }
    return new Failure(
        Exit.NO_CONNECTION, "The connection to " + where + " broke: " + e.getMessage() + ".", e);
  }

  public static Failure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new Failure(Exit.INTERRUPTED, "Interrupted.", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
