package dev.slipway.api.truss.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Signatures against the examples that AWS publishes with the algorithm: the first of its test
/// suite, and those of S3's own description.
class SigV4Test {
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String TIME = "20130524T000000Z";
  private static final String HOST = "examplebucket.s3.amazonaws.com";

  private static SigV4.Claim claim(String scope, String signed, String signature) {
    SigV4.Claim claim =
        SigV4.claim(
            "AWS4-HMAC-SHA256 Credential=%s/aws4_request,SignedHeaders=%s,Signature=%s"
                .formatted(scope, signed, signature));
    assertThat(claim).isNotNull();
    return java.util.Objects.requireNonNull(claim);
  }

  private static void holds(
      String method,
      String path,
      String query,
      String payload,
      Map<String, String> more,
      String signed,
      String signature) {
    var headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("Host", HOST).add("x-amz-content-sha256", payload).add("X-Amz-Date", TIME);
    more.forEach(headers::add);
    var claim = claim("AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3", signed, signature);
    var request = new SigV4.Signed(method, path, query, headers, TIME, payload);
    assertThat(SigV4.signature(claim, SECRET, request)).isEqualTo(signature);
  }

  @Test
  void theFirstOfTheTestSuiteIsSigned() {
    String signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
    String time = "20150830T123600Z";
    var headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Host", "example.amazonaws.com")
            .add("X-Amz-Date", time);
    var claim = claim("AKIDEXAMPLE/20150830/us-east-1/service", "host;x-amz-date", signature);
    var request = new SigV4.Signed("GET", "/", "", headers, time, NOTHING);
    assertThat(SigV4.signature(claim, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", request))
        .isEqualTo(signature);
  }

  @Test
  void anObjectIsReadInPart() {
    holds(
        "GET",
        "/test.txt",
        "",
        NOTHING,
        Map.of("Range", "bytes=0-9"),
        "host;range;x-amz-content-sha256;x-amz-date",
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void anObjectIsWrittenUnderAnEscapedKey() {
    holds(
        "PUT",
        "/test%24file.text",
        "",
        "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        Map.of(
            "Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"),
        "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void aParameterHasNoValue() {
    holds(
        "GET",
        "/",
        "lifecycle",
        NOTHING,
        Map.of(),
        "host;x-amz-content-sha256;x-amz-date",
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void parametersAreSorted() {
    holds(
        "GET",
        "/",
        "prefix=J&max-keys=2",
        NOTHING,
        Map.of(),
        "host;x-amz-content-sha256;x-amz-date",
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void anotherFormIsNoClaim() {
    assertThat(SigV4.claim(null)).isNull();
    assertThat(SigV4.claim("Bearer abc")).isNull();
    assertThat(SigV4.claim("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x"))
        .isNull();
    String many = "a;".repeat(SigV4.MAX_HEADERS) + "b";
    assertThat(
            SigV4.claim(
                "AWS4-HMAC-SHA256 Credential=a/20130524/us-east-1/s3/aws4_request, SignedHeaders=%s, Signature=%s"
                    .formatted(many, NOTHING)))
        .isNull();
  }
}
