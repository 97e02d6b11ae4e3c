package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeMap;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;

/// Sends to a server's S3 endpoint as AWS's own clients do, with the credentials of one upload.
public final class S3Client {
  static final String FRAMED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final TestServer server;
  private final String[] forwarded;
  public final String key;
  final String path;
  final JsonNode given;
  final TreeMap<String, String> headers = new TreeMap<>();
  String secret;
  Instant now;

  public S3Client(TestServer server) {
    this(server, new String[0]);
  }

  /// @param forwarded names and values of headers that a proxy adds to every request
  public S3Client(TestServer server, String[] forwarded) {
    this.server = server;
    this.forwarded = forwarded.clone();
    var asked =
        server
            .request(
                "POST",
                "/graphql/",
                """
                {"query":"{model_s3_upload_credentials{s3_bucket s3_key aws_access_key_id\
                 aws_secret_access_key aws_session_token}}"}\
                """)
            .header("Authorization", "Api-Key " + server.key)
            .header("Content-Type", "application/json");
    Got got = server.send(behindProxy(asked));
    given = got.json().at("/data/model_s3_upload_credentials");
    key = text("s3_key");
    path = "/" + text("s3_bucket") + "/" + key;
    secret = text("aws_secret_access_key");
    now = server.time.instant();
    headers.put("x-amz-security-token", text("aws_session_token"));
  }

  private HttpRequest.Builder behindProxy(HttpRequest.Builder request) {
    return forwarded.length == 0 ? request : request.headers(forwarded);
  }

  String text(String name) {
    return given.required(name).stringValue();
  }

  public Got put(String query, byte[] content) {
    return send("PUT", path, query, hash(content), content);
  }

  Got post(String query, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return send("POST", path, query, hash(bytes), bytes);
  }

  Got delete(String query) {
    return send("DELETE", path, query, hash(new byte[0]), new byte[0]);
  }

  /// The id of a transfer in parts that was begun.
  String begin() {
    return between(post("uploads", "").text(), "UploadId");
  }

  /// Sends a part and gives its line in the list of all.
  String part(String upload, int number, byte[] content) {
    Got got = put("partNumber=" + number + "&uploadId=" + upload, content);
    String etag = got.raw().headers().firstValue("ETag").orElse("none: " + got.text());
    return "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag></Part>".formatted(number, etag);
  }

  Got complete(String upload, String parts) {
    return post(
        "uploadId=" + upload,
        "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + parts
            + "</CompleteMultipartUpload>");
  }

  /// Signs what is sent as it is, and sends it.
  Got send(String method, String at, String query, String payload, byte[] content) {
    var target = URI.create(text("endpoint_url") + at + (query.isEmpty() ? "" : "?" + query));
    String time = TIME.format(now);
    var all = new TreeMap<>(headers);
    all.put("x-amz-content-sha256", payload);
    all.put("x-amz-date", time);
    var signed = MultiMap.caseInsensitiveMultiMap().add("host", signedHost(target));
    all.forEach(signed::add);
    String names =
        String.join(
            ";", signed.names().stream().map(n -> n.toLowerCase(Locale.ROOT)).sorted().toList());
    String start =
        "AWS4-HMAC-SHA256 Credential=%s/%s/%s/s3/aws4_request, SignedHeaders=%s, Signature="
            .formatted(text("aws_access_key_id"), time.substring(0, 8), text("region_name"), names);
    SigV4.Claim claim = java.util.Objects.requireNonNull(SigV4.claim(start + "0".repeat(64)));
    String signature =
        SigV4.signature(
            claim,
            secret,
            new SigV4.Signed(method, target.getRawPath(), query, signed, time, payload));
    // Where the server is to be found, whatever its endpoint is called.
    var here = URI.create(server.base() + target.toString().substring(hostEnd(target)));
    var request =
        HttpRequest.newBuilder(here)
            .method(method, BodyPublishers.ofByteArray(content))
            .header("Authorization", start + signature);
    all.forEach(request::header);
    return server.send(behindProxy(request));
  }

  /// As botocore does: in lower case, and without the port that the scheme has anyhow.
  private static String signedHost(URI target) {
    int implied = target.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    boolean said = target.getPort() >= 0 && target.getPort() != implied;
    return target.getHost().toLowerCase(Locale.ROOT) + (said ? ":" + target.getPort() : "");
  }

  private static int hostEnd(URI target) {
    return target.toString().indexOf('/', target.getScheme().length() + 3);
  }

  static String hash(byte[] content) {
    return HexFormat.of().formatHex(ObjectBody.digest("SHA-256").digest(content));
  }

  static String crc32(byte[] content) {
    var sum = new CRC32();
    sum.update(content);
    byte[] four = java.nio.ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
    return Base64.getEncoder().encodeToString(four);
  }

  /// In two chunks, with trailers after the last one.
  static byte[] framed(byte[] content, String trailers) {
    int half = content.length / 2;
    var out = new java.io.ByteArrayOutputStream();
    chunk(out, content, 0, half);
    chunk(out, content, half, content.length - half);
    out.writeBytes(("0\r\n" + trailers + "\r\n").getBytes(UTF_8));
    return out.toByteArray();
  }

  private static void chunk(java.io.ByteArrayOutputStream out, byte[] bytes, int from, int count) {
    out.writeBytes((Integer.toHexString(count) + "\r\n").getBytes(UTF_8));
    out.write(bytes, from, count);
    out.writeBytes("\r\n".getBytes(UTF_8));
  }

  static String between(String xml, String element) {
    int from = xml.indexOf("<" + element + ">");
    int to = xml.indexOf("</" + element + ">");
    return from < 0 ? "none in " + xml : xml.substring(from + element.length() + 2, to);
  }
}
