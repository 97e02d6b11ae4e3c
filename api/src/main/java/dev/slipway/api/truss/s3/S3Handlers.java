package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Limits;
import dev.slipway.api.input.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Handlers of as much of S3 as an upload needs: an object at once, or in parts. There is one
/// bucket; keys are given out one by one, each with credentials of its own that reach nothing else.
public final class S3Handlers {
  /// How far the clock of a client may be off.
  static final Duration MAX_SKEW = Duration.ofMinutes(15);

  /// The longest list of parts, in bytes.
  static final int MAX_LIST = 2 * 1024 * 1024;

  private static final String DATE = "x-amz-date";
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final String TOKEN = "x-amz-security-token";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

  private final UploadGrants grants;
  private final InstantSource time;

  public S3Handlers(UploadGrants grants, InstantSource time) {
    this.grants = grants;
    this.time = time;
  }

  /// PutObject and UploadPart.
  public Reply put(Request request) throws IOException {
    UploadGrant grant = granted(request);
    String upload = request.query().text("uploadId", Limits.ID);
    if (request.header("x-amz-copy-source") != null) {
      throw Problem.of(501, "NotImplemented", "Copies are not known here (expected: content).");
    }
    ObjectBody body = ObjectBody.of(request);
    // With framing, Content-Length counts more than the content.
    long content = request.announcedBytes(ObjectBody.DECODED_LENGTH);
    grant.checkRoom(content > 0 ? content : request.announcedBytes("Content-Length"));
    if (upload == null) {
      grant.receive(body);
    } else {
      Integer number = request.query().integer("partNumber", 1, Multipart.MAX_PARTS);
      if (number == null) {
        throw Problem.of(400, "InvalidArgument", "partNumber: missing (expected: with uploadId)");
      }
      grant.transfer(upload).receive(number, body);
    }
    return empty(200).with("ETag", quoted(body.etag()));
  }

  /// CreateMultipartUpload and CompleteMultipartUpload.
  public Reply post(Request request) throws IOException {
    UploadGrant grant = granted(request);
    String upload = request.query().text("uploadId", Limits.ID);
    ObjectBody body = ObjectBody.of(request);
    byte[] list = body.content().readNBytes(MAX_LIST + 1);
    if (list.length > MAX_LIST) {
      throw Problem.tooLarge("body: larger than %d bytes".formatted(MAX_LIST));
    }
    body.check();
    var answer = new LinkedHashMap<String, String>();
    answer.put("Bucket", UploadGrants.BUCKET);
    answer.put("Key", grant.key());
    if (upload != null) {
      String etag = grant.complete(upload, S3Xml.parts(new ByteArrayInputStream(list)));
      answer.put("ETag", quoted(etag));
      return S3Xml.result("CompleteMultipartUploadResult", answer);
    }
    if (request.query().all("uploads").isEmpty()) {
      throw Problem.of(400, "InvalidArgument", "query: expected uploads or uploadId");
    }
    answer.put("UploadId", grants.begin(grant).id());
    return S3Xml.result("InitiateMultipartUploadResult", answer);
  }

  /// AbortMultipartUpload.
  public Reply abort(Request request) throws IOException {
    UploadGrant grant = granted(request);
    String upload = request.query().text("uploadId", Limits.ID);
    if (upload == null) {
      throw denied("An object is not deleted here; one that no deployment uses goes by itself.");
    }
    grant.abort(upload);
    return empty(204);
  }

  /// The upload that the signature of a request allows.
  ///
  /// @throws Problem where the signature does not hold, or is not for this object
  private UploadGrant granted(Request request) {
    SigV4.Claim claim = SigV4.claim(request.header("Authorization"));
    if (claim == null || !claim.service().equals("s3")) {
      throw denied(
          "Authorization: expected AWS4-HMAC-SHA256 with a credential for s3; anonymous and presigned requests are not taken.");
    }
    UploadGrant grant = grants.granted(claim.accessKey());
    if (grant == null) {
      throw Problem.of(
          403,
          "InvalidAccessKeyId",
          "These credentials are unknown, used or expired. Ask for others: each push gets its own.");
    }
    checkTime(request, claim);
    checkCovered(request, claim);
    var signed =
        new SigV4.Signed(
            request.method(),
            request.path(),
            request.rawQuery(),
            headers(request),
            header(request, DATE),
            header(request, PAYLOAD));
    String expected = SigV4.signature(claim, grant.secrets().secret(), signed);
    if (!same(expected, claim.signature())) {
      throw Problem.of(
          403, "SignatureDoesNotMatch", "The signature is not that of this request and this key.");
    }
    if (!same(grant.secrets().token(), header(request, TOKEN))) {
      throw Problem.of(403, "InvalidToken", "x-amz-security-token: not that of these credentials");
    }
    if (!request.value("bucket").equals(UploadGrants.BUCKET)
        || !request.value("key").equals(grant.key())) {
      throw denied("These credentials are for another object (expected: the one of their answer).");
    }
    return grant;
  }

  private void checkTime(Request request, SigV4.Claim claim) {
    String given = header(request, DATE);
    Instant now = time.instant();
    try {
      Instant then = LocalDateTime.parse(given, TIME).toInstant(ZoneOffset.UTC);
      if (Duration.between(then, now).abs().compareTo(MAX_SKEW) > 0) {
        throw Problem.of(
            403,
            "RequestTimeTooSkewed",
            "%s: %s (expected: within %d minutes of %s)"
                .formatted(DATE, given, MAX_SKEW.toMinutes(), now));
      }
    } catch (DateTimeParseException e) {
      throw denied(DATE + ": missing or unreadable (expected: as 20260102T030405Z)");
    }
    if (!given.startsWith(claim.date())) {
      throw denied(DATE + ": of another day than the credential (expected: the same)");
    }
  }

  /// As they were sent, with the host that these credentials were told: a proxy may have another
  /// one in its place.
  private static MultiMap headers(Request request) {
    String base = request.base();
    return MultiMap.caseInsensitiveMultiMap()
        .addAll(request.headers())
        .set("host", base.substring(base.indexOf("://") + 3));
  }

  /// Nothing that matters may be left out of what is signed.
  private static void checkCovered(Request request, SigV4.Claim claim) {
    boolean all =
        claim.signed().contains("host")
            && claim.signed().contains(PAYLOAD)
            && request.headers().names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("x-amz-"))
                .allMatch(claim.signed()::contains);
    if (!all) {
      throw denied("SignedHeaders: expected host and every x-amz-… header that is sent");
    }
  }

  private static Problem denied(String message) {
    return Problem.of(403, S3Xml.DENIED, message);
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static String header(Request request, String name) {
    String value = request.header(name);
    return value == null ? "" : value;
  }

  private static String quoted(String etag) {
    return "\"" + etag + "\"";
  }

  private static Reply empty(int status) {
    return new Reply.Whole(status, "application/xml", Buffer.buffer(), Map.of());
  }
}
