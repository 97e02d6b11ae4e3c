package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/// The content of a request of S3: framing is taken off as it is read, and at its end it is held
/// against every digest that came with it.
final class ObjectBody {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String FRAMED = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  static final String DECODED_LENGTH = "x-amz-decoded-content-length";
  private static final String CHECKSUM = "x-amz-checksum-";
  private static final List<String> CHECKSUMS = List.of("crc32", "crc32c", "sha1", "sha256");

  private final InputStream content;
  private final MessageDigest md5 = digest("MD5");
  private final List<Claim> claims = new ArrayList<>();
  private long length;
  private @Nullable String etag;

  /// One digest that came with the content.
  ///
  /// @param code the error's where it is another
  /// @param expected called when everything was read; null: it did not come
  private record Claim(
      String name, String code, Running running, Supplier<byte @Nullable []> expected) {}

  /// A digest that grows.
  private interface Running {
    void add(byte[] bytes, int from, int count);

    byte[] value();
  }

  private ObjectBody(InputStream raw) {
    this.content =
        new FilterInputStream(raw) {
          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
          }

          @Override
          public int read(byte[] into, int offset, int count) throws IOException {
            int n = in.read(into, offset, count);
            if (n > 0) {
              add(into, offset, n);
            }
            return n;
          }
        };
  }

  /// @throws Problem where the request frames or sums up its content in a way that is not known
  ///   here
  static ObjectBody of(Request request) {
    String payload = header(request, "x-amz-content-sha256");
    ObjectBody body;
    if (payload.equals(FRAMED)) {
      var chunks = new AwsChunks(request.bytes());
      body = new ObjectBody(chunks);
      String trailer = header(request, "x-amz-trailer").toLowerCase(Locale.ROOT);
      if (!trailer.isEmpty()) {
        body.checksum(trailer, () -> base64(chunks.trailer(trailer)));
      }
    } else {
      body = new ObjectBody(request.bytes());
      if (!payload.equals(UNSIGNED)) {
        byte[] expected = sha256(payload);
        body.claim(
            "x-amz-content-sha256",
            "XAmzContentSHA256Mismatch",
            running("SHA-256"),
            () -> expected);
      }
    }
    body.addHeaders(request);
    return body;
  }

  private void addHeaders(Request request) {
    for (String name : CHECKSUMS) {
      String given = header(request, CHECKSUM + name);
      if (!given.isEmpty()) {
        checksum(CHECKSUM + name, () -> base64(given));
      }
    }
    if (!header(request, CHECKSUM + "crc64nvme").isEmpty()) {
      throw unknown(CHECKSUM + "crc64nvme");
    }
    String sum = header(request, "Content-MD5");
    if (!sum.isEmpty()) {
      claim("Content-MD5", "BadDigest", running("MD5"), () -> base64(sum));
    }
    String decoded = header(request, DECODED_LENGTH);
    if (!decoded.isEmpty()) {
      var counter = new Counter();
      claim(DECODED_LENGTH, "IncompleteBody", counter, () -> decoded.getBytes(US_ASCII));
    }
  }

  private void checksum(String header, Supplier<byte @Nullable []> expected) {
    Running running =
        switch (header.startsWith(CHECKSUM) ? header.substring(CHECKSUM.length()) : "") {
          case "crc32" -> running(new CRC32());
          case "crc32c" -> running(new CRC32C());
          case "sha1" -> running("SHA-1");
          case "sha256" -> running("SHA-256");
          default -> throw unknown(header);
        };
    claim(header, "BadDigest", running, expected);
  }

  private static Problem unknown(String header) {
    return Problem.of(
        501,
        "NotImplemented",
        "%s: not known here (expected: %s of %s)"
            .formatted(Texts.cut(header), CHECKSUM + "…", String.join(", ", CHECKSUMS)));
  }

  private static byte[] sha256(String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw Problem.of(
          501,
          "NotImplemented",
          "x-amz-content-sha256: \"%s\" (expected: a SHA-256 in hex, %s or %s)"
              .formatted(Texts.cut(hex), UNSIGNED, FRAMED));
    }
    return HexFormat.of().parseHex(hex);
  }

  private void claim(
      String name, String code, Running running, Supplier<byte @Nullable []> expected) {
    claims.add(new Claim(name, code, running, expected));
  }

  private void add(byte[] bytes, int from, int count) {
    length += count;
    md5.update(bytes, from, count);
    claims.forEach(claim -> claim.running().add(bytes, from, count));
  }

  /// To be read to its end, once.
  InputStream content() {
    return content;
  }

  /// @throws Problem where the content is not what was signed or summed up
  void check() {
    for (Claim claim : claims) {
      byte[] expected = claim.expected().get();
      if (expected == null || !MessageDigest.isEqual(expected, claim.running().value())) {
        throw Problem.of(
            400,
            claim.code(),
            "%s: another than that of the %d bytes that came. Send them again."
                .formatted(claim.name(), length));
      }
    }
  }

  /// MD5 of the whole content in hex, once it was read.
  String etag() {
    String known = etag;
    if (known == null) {
      known = HexFormat.of().formatHex(md5.digest());
      etag = known;
    }
    return known;
  }

  private static String header(Request request, String name) {
    String value = request.header(name);
    return value == null ? "" : value.strip();
  }

  private static byte @Nullable [] base64(@Nullable String text) {
    try {
      return text == null ? null : Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// @param algorithm one that every JDK has
  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no " + algorithm + " (expected: every JDK has it)", e);
    }
  }

  private static Running running(String algorithm) {
    MessageDigest digest = digest(algorithm);
    return new Running() {
      @Override
      public void add(byte[] bytes, int from, int count) {
        digest.update(bytes, from, count);
      }

      @Override
      public byte[] value() {
        return digest.digest();
      }
    };
  }

  private static Running running(Checksum sum) {
    return new Running() {
      @Override
      public void add(byte[] bytes, int from, int count) {
        sum.update(bytes, from, count);
      }

      @Override
      public byte[] value() {
        return ByteBuffer.allocate(4).putInt((int) sum.getValue()).array();
      }
    };
  }

  /// The number of bytes, as text.
  private static final class Counter implements Running {
    private long count;

    @Override
    public void add(byte[] bytes, int from, int more) {
      count += more;
    }

    @Override
    public byte[] value() {
      return Long.toString(count).getBytes(US_ASCII);
    }
  }
}
