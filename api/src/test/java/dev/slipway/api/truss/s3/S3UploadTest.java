package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ServerTest;
import dev.slipway.api.SpecDocument;
import dev.slipway.api.TestServer;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.upload.ArchiveStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Archives that come in the ways of S3.
class S3UploadTest extends ServerTest {
  private static final byte[] CONTENT = "the archive, all of it".getBytes(UTF_8);
  private S3Client s3;

  @BeforeEach
  void start() {
    s3 = new S3Client(server);
  }

  private byte[] stored() throws IOException {
    return Files.readAllBytes(uploads.resolve(s3.key));
  }

  /// Nothing but the archive, or nothing at all, is left in the directory.
  private void tidy(boolean archive) throws IOException {
    try (var files = Files.list(uploads)) {
      assertThat(files.map(f -> String.valueOf(f.getFileName())))
          .isEqualTo(archive ? java.util.List.of(s3.key) : java.util.List.of());
    }
  }

  private static void refused(Got got, int status, String code) {
    assertThat(got.status()).describedAs(got.text()).isEqualTo(status);
    assertThat(got.type()).isEqualTo("application/xml");
    assertThat(S3Client.between(got.text(), "Code")).isEqualTo(code);
  }

  @Test
  void anObjectArrivesAndHasItsMd5AsETag() throws Exception {
    Got got = s3.put("", CONTENT);
    assertThat(got.status()).describedAs(got.text()).isEqualTo(200);
    assertThat(got.raw().headers().firstValue("ETag"))
        .contains(
            "\""
                + java.util.HexFormat.of().formatHex(ObjectBody.digest("MD5").digest(CONTENT))
                + "\"");
    assertThat(stored()).isEqualTo(CONTENT);
    tidy(true);
  }

  @Test
  void framesAreTakenOffAndTheTrailingChecksumHolds() throws Exception {
    s3.headers.put("x-amz-trailer", "x-amz-checksum-crc32");
    s3.headers.put("x-amz-decoded-content-length", String.valueOf(CONTENT.length));
    String trailer = "x-amz-checksum-crc32:" + S3Client.crc32(CONTENT) + "\r\n";
    byte[] framed = S3Client.framed(CONTENT, trailer);
    Got got = s3.send("PUT", s3.path, "", S3Client.FRAMED, framed);
    assertThat(got.status()).describedAs(got.text()).isEqualTo(200);
    assertThat(stored()).isEqualTo(CONTENT);
  }

  @Test
  void aTrailingChecksumThatIsWrongOrMissingIsRefused() throws Exception {
    s3.headers.put("x-amz-trailer", "x-amz-checksum-crc32");
    String wrong = "x-amz-checksum-crc32:" + S3Client.crc32(new byte[1]) + "\r\n";
    for (String trailer : new String[] {wrong, "", "x-amz-checksum-crc32:???\r\n"}) {
      byte[] framed = S3Client.framed(CONTENT, trailer);
      refused(s3.send("PUT", s3.path, "", S3Client.FRAMED, framed), 400, "BadDigest");
    }
    tidy(false);
  }

  @Test
  void brokenFramesAreRefused() throws Exception {
    for (String body :
        new String[] {"", "zz\r\n", "5\r\nab", "2\r\nabc\r\n0\r\n\r\n", "0\r\nno\r\n"}) {
      refused(
          s3.send("PUT", s3.path, "", S3Client.FRAMED, body.getBytes(UTF_8)),
          400,
          "IncompleteBody");
    }
    tidy(false);
  }

  @Test
  void everyDigestThatComesAlongIsHeldAgainstTheContent() throws Exception {
    s3.headers.put("x-amz-checksum-crc32", S3Client.crc32(CONTENT));
    assertThat(s3.put("", CONTENT).status()).isEqualTo(200);
    refused(s3.put("", "something else".getBytes(UTF_8)), 400, "BadDigest");
    s3.headers.clear();
    s3.headers.put("x-amz-security-token", s3.text("aws_session_token"));
    refused(
        s3.send("PUT", s3.path, "", S3Client.hash(new byte[1]), CONTENT),
        400,
        "XAmzContentSHA256Mismatch");
    s3.headers.put("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
    refused(s3.put("", CONTENT), 400, "BadDigest");
    assertThat(stored()).isEqualTo(CONTENT);
    tidy(true);
  }

  @Test
  void whatCannotBeCheckedIsRefused() {
    refused(s3.send("PUT", s3.path, "", "STREAMING-OF-SOME-KIND", CONTENT), 501, "NotImplemented");
    s3.headers.put("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=");
    refused(s3.put("", CONTENT), 501, "NotImplemented");
  }

  @Test
  void partsAreJoinedInTheOrderOfTheList() throws Exception {
    String upload = s3.begin();
    String second = s3.part(upload, 2, " two".getBytes(UTF_8));
    String replaced = s3.part(upload, 1, "none".getBytes(UTF_8));
    String first = s3.part(upload, 1, "one".getBytes(UTF_8));
    assertThat(first).isNotEqualTo(replaced);
    Got done = s3.complete(upload, first + second);
    assertThat(done.status()).describedAs(done.text()).isEqualTo(200);
    assertThat(S3Client.between(done.text(), "ETag")).matches("\"[0-9a-f]{32}-2\"");
    assertThat(stored()).isEqualTo("one two".getBytes(UTF_8));
    assertThat(s3.complete(upload, first + second).text()).isEqualTo(done.text());
    tidy(true);
  }

  @Test
  void aListThatDoesNotHoldJoinsNothing() throws Exception {
    String upload = s3.begin();
    String one = s3.part(upload, 1, CONTENT);
    String two = s3.part(upload, 2, CONTENT);
    refused(s3.complete(upload, two + one), 400, "InvalidPartOrder");
    refused(s3.complete(upload, one.replace("<PartNumber>1", "<PartNumber>3")), 400, "InvalidPart");
    refused(s3.complete(upload, ""), 400, "MalformedXML");
    refused(s3.complete(upload, "<Part>"), 400, "MalformedXML");
    refused(s3.complete("none", one), 404, "NoSuchUpload");
    assertThat(s3.complete(upload, one).status()).isEqualTo(200);
  }

  @Test
  void anAbortedTransferLeavesNothing() throws Exception {
    String upload = s3.begin();
    s3.part(upload, 1, CONTENT);
    assertThat(s3.delete("uploadId=" + upload).status()).isEqualTo(204);
    refused(s3.delete("uploadId=" + upload), 404, "NoSuchUpload");
    refused(s3.put("partNumber=2&uploadId=" + upload, CONTENT), 404, "NoSuchUpload");
    refused(s3.delete(""), 403, "AccessDenied");
    tidy(false);
  }

  @Test
  void anArchiveIsNotLargerInPartsThanAtOnce() throws Exception {
    byte[] half = new byte[(int) TestServer.MAX_ARCHIVE / 2 + 1];
    new Random(3).nextBytes(half);
    byte[] whole = new byte[(int) TestServer.MAX_ARCHIVE + 1];
    refused(s3.put("", whole), 413, "PAYLOAD_TOO_LARGE");
    String upload = s3.begin();
    String first = s3.part(upload, 1, half);
    refused(s3.put("partNumber=2&uploadId=" + upload, half), 413, "PAYLOAD_TOO_LARGE");
    String second = s3.part(upload, 2, new byte[] {1});
    assertThat(s3.complete(upload, first + second).status()).isEqualTo(200);
    assertThat(stored()).hasSize(half.length + 1);
  }

  @Test
  void nothingIsNoArchive() throws Exception {
    refused(s3.put("", new byte[0]), 400, "VALIDATION_ERROR");
    tidy(false);
  }

  @Test
  void anotherSecretTokenObjectOrTimeIsRefused() throws Exception {
    String secret = s3.secret;
    s3.secret = "another";
    refused(s3.put("", CONTENT), 403, "SignatureDoesNotMatch");
    s3.secret = secret;
    s3.headers.put("x-amz-security-token", "another");
    refused(s3.put("", CONTENT), 403, "InvalidToken");
    s3.headers.remove("x-amz-security-token");
    refused(s3.put("", CONTENT), 403, "InvalidToken");
    s3.headers.put("x-amz-security-token", s3.text("aws_session_token"));
    String hash = S3Client.hash(CONTENT);
    String other = new S3Client(server).path;
    refused(s3.send("PUT", other, "", hash, CONTENT), 403, "AccessDenied");
    refused(s3.send("PUT", "/other/" + s3.key, "", hash, CONTENT), 403, "AccessDenied");
    s3.now = server.time.instant().minus(S3Handlers.MAX_SKEW).minusSeconds(1);
    refused(s3.put("", CONTENT), 403, "RequestTimeTooSkewed");
    s3.now = server.time.instant();
    assertThat(s3.put("", CONTENT).status()).isEqualTo(200);
  }

  @Test
  void aHeaderThatIsNotSignedIsRefused() {
    var request =
        server
            .request("PUT", s3.text("endpoint_url") + s3.path, "x")
            .header("x-amz-date", "20260102T030405Z")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/20260102/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256, Signature=%s"
                    .formatted(s3.text("aws_access_key_id"), "0".repeat(64)));
    refused(server.send(request), 403, "AccessDenied");
  }

  @Test
  void withoutASignatureNothingIsTaken() {
    String url = s3.text("endpoint_url") + s3.path;
    refused(server.send(server.request("PUT", url, "x")), 403, "AccessDenied");
    refused(server.call("PUT", url, "x"), 403, "AccessDenied");
    assertThat(server.send(server.request("GET", url, null)).status()).isEqualTo(405);
  }

  @Test
  void credentialsExpire() throws Exception {
    server.time.advance(ArchiveStore.KEPT.plus(Duration.ofSeconds(1)));
    s3.now = server.time.instant();
    refused(s3.put("", CONTENT), 403, "InvalidAccessKeyId");
  }

  @Test
  void anArchiveThatADeploymentIsMadeOfIsNotReplaced() throws Exception {
    assertThat(s3.put("", CONTENT).status()).isEqualTo(200);
    assertThat(s3.put("", CONTENT).status()).describedAs("sent again").isEqualTo(200);
    String upload = s3.begin();
    Got made = server.post("/v1/models", Bodies.modelFrom("digits", s3.key));
    assertThat(made.status()).describedAs(made.text()).isEqualTo(200);
    byte[] other = "something else".getBytes(UTF_8);
    refused(s3.put("", other), 403, "InvalidAccessKeyId");
    refused(s3.put("partNumber=1&uploadId=" + upload, other), 403, "InvalidAccessKeyId");
    assertThat(stored()).isEqualTo(CONTENT);
  }

  @Test
  void whatWasBegunAndLeftIsSwept() throws Exception {
    String upload = s3.begin();
    s3.part(upload, 1, CONTENT);
    try (var left = Files.list(uploads)) {
      for (Path each : left.toList()) {
        Files.setLastModifiedTime(
            each,
            java.nio.file.attribute.FileTime.from(TestServer.START.minus(Duration.ofDays(1))));
      }
    }
    server.time.advance(Duration.ofHours(2));
    new S3Client(server);
    tidy(false);
  }

  @Test
  void whatNoHandlerSawIsRefusedInXmlToo() {
    refused(server.get("/s3/slipway"), 404, "NOT_FOUND");
    refused(server.get("/s3/slipway/" + s3.key), 405, "METHOD_NOT_ALLOWED");
    assertThat(server.get("/v1/s3").type()).isEqualTo("application/json");
  }

  @Test
  void thePartNumbersOfTheDocumentAreThoseOfTheServer() throws Exception {
    var schema =
        SpecDocument.read("openapi.yaml").root().at("/components/parameters/part_number/schema");
    Got got = s3.put("partNumber=99999&uploadId=x", CONTENT);
    assertThat(got.text())
        .contains("an integer from " + schema.get("minimum") + " to " + schema.get("maximum"));
  }
}
