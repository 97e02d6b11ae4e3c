package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The documents and the page to read them in, as they are served: to anyone, without a key.
class DocsPageTest extends ServerTest {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @ParameterizedTest
  @CsvSource({"/v1/spec,Slipway management API", "/v1/spec/inference,Slipway inference"})
  void aDocumentIsServedInBothForms(String path, String title) {
    Got json = open(path + ".json", null);
    assertThat(json.type()).isEqualTo("application/json");
    assertThat(json.at("/info/title")).isEqualTo(title);
    Got yaml = open(path + ".yaml", null);
    assertThat(yaml.type()).isEqualTo("application/yaml");
    assertThat(new YAMLMapper().readTree(yaml.text())).isEqualTo(json.json());
  }

  @ParameterizedTest
  @CsvSource({
    "*/*,application/json",
    "application/json,application/json",
    "application/yaml,application/yaml",
    "application/vnd.oai.openapi+json;version=3.1,application/json",
    "text/yaml,application/yaml"
  })
  void theFormIsTheOneThatIsAskedFor(String accept, String type) {
    Got got = open("/v1/spec", accept);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.type()).isEqualTo(type);
    assertThat(got.raw().headers().firstValue("Vary")).contains("Accept");
  }

  @Test
  void everythingThatThePageNamesIsServedByThisServer() {
    Got page = open("/docs", null);
    assertThat(page.type()).startsWith("text/html");
    var links = LINK.matcher(page.text()).results().map((MatchResult m) -> m.group(1)).toList();
    assertThat(links).hasSize(9).allMatch(link -> link.startsWith("/"));
    assertThat(links).allSatisfy(link -> assertThat(open(link, null).status()).isEqualTo(200));
    assertThat(open("/docs/page.js", null).text()).doesNotContain("://", "http");
  }

  @Test
  void thePageMayRunAndFetchOnlyWhatIsOurs() {
    for (String path : new String[] {"/docs", "/docs/page.js", "/docs/swagger-ui.css"}) {
      var policy = open(path, null).raw().headers().firstValue("Content-Security-Policy");
      assertThat(policy.orElse(""))
          .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
          .doesNotContain("unsafe", "http");
    }
    assertThat(open("/docs", null).text()).doesNotContain("<style", " style=", "onclick");
  }

  @Test
  void anUnknownPartOfThePageIsNotFound() {
    Got got = open("/docs/..%2Fpage.html", null);
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.message()).contains("swagger-ui.css");
  }

  private Got open(String path, @Nullable String accept) {
    var request = server.request("GET", path, null);
    return server.send(accept == null ? request : request.header("Accept", accept));
  }
}
