package dev.slipway.api.truss.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.api.input.Percent;
import io.vertx.core.MultiMap;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// AWS Signature Version 4 in the `Authorization` header, as a server recomputes it.
final class SigV4 {
  /// Headers that one signature may cover.
  static final int MAX_HEADERS = 100;

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String UNRESERVED = "-_.~";
  private static final Pattern HEADER =
      Pattern.compile(
          ALGORITHM
              + " Credential=([A-Za-z0-9]{1,128})/(\\d{8})/([a-z0-9-]{1,64})/([a-z0-9]{1,64})/aws4_request,"
              + "\\s*SignedHeaders=([!-+\\--~]{1,4096}),\\s*Signature=([0-9a-f]{64})");

  private SigV4() {}

  /// The signature of a request, and its scope.
  ///
  /// @param date of the key, `yyyymmdd`
  /// @param signed lower-case names of the headers that it covers, in order
  record Claim(
      String accessKey,
      String date,
      String region,
      String service,
      List<String> signed,
      String signature) {
    String scope() {
      return date + "/" + region + "/" + service + "/aws4_request";
    }
  }

  /// The signed parts of a request.
  ///
  /// @param path as it was sent, escaped once
  /// @param query as it was sent; empty: none
  /// @param time `x-amz-date` to the letter
  /// @param payload `x-amz-content-sha256` to the letter
  record Signed(
      String method, String path, String query, MultiMap headers, String time, String payload) {}

  /// @return null where the header is missing or of another form
  static @Nullable Claim claim(@Nullable String authorization) {
    Matcher found = HEADER.matcher(authorization == null ? "" : authorization.strip());
    if (!found.matches()) {
      return null;
    }
    List<String> signed = List.of(found.group(5).split(";", -1));
    return signed.size() > MAX_HEADERS
        ? null
        : new Claim(
            found.group(1), found.group(2), found.group(3), found.group(4), signed, found.group(6));
  }

  /// The signature that holds, in lower-case hex.
  static String signature(Claim claim, String secret, Signed request) {
    String hash = hex(ObjectBody.digest("SHA-256").digest(bytes(canonical(claim, request))));
    String toSign = String.join("\n", ALGORITHM, request.time(), claim.scope(), hash);
    byte[] key = bytes("AWS4" + secret);
    for (String part :
        List.of(claim.date(), claim.region(), claim.service(), "aws4_request", toSign)) {
      key = hmac(key, part);
    }
    return hex(key);
  }

  static String canonical(Claim claim, Signed request) {
    var text = new StringBuilder();
    text.append(request.method()).append('\n').append(request.path()).append('\n');
    text.append(query(request.query())).append('\n');
    for (String name : claim.signed()) {
      text.append(name).append(':').append(values(request.headers(), name)).append('\n');
    }
    text.append('\n').append(String.join(";", claim.signed())).append('\n');
    return text.append(request.payload()).toString();
  }

  private static String values(MultiMap headers, String name) {
    var values = new ArrayList<String>();
    headers.getAll(name).forEach(value -> values.add(value.strip().replaceAll(" +", " ")));
    return String.join(",", values);
  }

  private static String query(String raw) {
    if (raw.isEmpty()) {
      return "";
    }
    return String.join(
        "&",
        Arrays.stream(raw.split("&"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.split("=", 2))
            .map(p -> escaped(p[0]) + "=" + (p.length < 2 ? "" : escaped(p[1])))
            .sorted()
            .toList());
  }

  /// Normalizes escapes, so that it does not matter which of them a client chose.
  private static String escaped(String raw) {
    var text = new StringBuilder();
    for (byte b : bytes(Percent.decode(raw, false))) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return text.toString();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no HMAC with SHA-256 (expected: every JDK has it)", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
