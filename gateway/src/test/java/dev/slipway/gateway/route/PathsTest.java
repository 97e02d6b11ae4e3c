package dev.slipway.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gateway.route.Address.Action;
import dev.slipway.gateway.route.Address.Kind;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathsTest {
  private static final Pattern PUBLISHED =
      Pattern.compile("^(model|chain)-(?<id>[^-.]+)(?:-(?<env>[^.]+))?\\.");

  private static Paths.Reading read(String host, String uri) {
    return Paths.read(HostLabel.of(host), uri);
  }

  @ParameterizedTest
  @CsvSource({
    "/environments/prod-us/predict, ENVIRONMENT, prod-us, PREDICT, ''",
    "/production/predict, ENVIRONMENT, production, PREDICT, ''",
    "/development/predict, DEVELOPMENT, '', PREDICT, ''",
    "/environments/development/wake, ENVIRONMENT, development, WAKE, ''",
    "/deployment/d%2F1/predict, DEPLOYMENT, d/1, PREDICT, ''",
    "/deployment/d1/sync/v1/models/model, DEPLOYMENT, d1, SYNC, /v1/models/model",
    "/deployment/d1/sync, DEPLOYMENT, d1, SYNC, /",
    "/deployment/d1/sync/a%2Fb/, DEPLOYMENT, d1, SYNC, /a%2Fb/",
    "/environments/e/websocket, ENVIRONMENT, e, WEBSOCKET, ''",
  })
  void readsPaths(String path, Kind kind, String name, Action action, String rest) {
    assertThat(read("model-abc.api.example", path))
        .isEqualTo(new Address("abc", kind, name, action, rest, ""));
    assertThat(read("localhost:9090", "/model/x" + path + "?q=/predict"))
        .isEqualTo(new Address("x", kind, name, action, rest, "?q=/predict"));
  }

  @ParameterizedTest
  @CsvSource({"/predict, PREDICT", "/wake, WAKE", "/websocket, WEBSOCKET"})
  void readsBarePathsOfARegionalHost(String path, Action action) {
    assertThat(read("model-abc-prod-us.api.example", path))
        .isEqualTo(new Address("abc", Kind.ENVIRONMENT, "prod-us", action, "", ""));
  }

  @Test
  void rejectsPathRoutingOnARegionalHost() {
    assertThat(read("model-abc-eu.api.example", "/production/predict"))
        .isEqualTo(new Refused(RouteErrors.REGIONAL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "*",
        "/predict",
        "/production",
        "/production/",
        "/production/predict/",
        "/environments/predict",
        "/deployment/d1/sync2/x",
        "/model/x/production/predict",
        "//production/predict",
        "/deployment//",
      })
  void knowsNoOtherPaths(String path) {
    assertThat(read("model-abc.api.example", path)).isEqualTo(new Refused(RouteErrors.NO_ROUTE));
  }

  @ParameterizedTest
  @CsvSource({
    "model-abc.x, /production/async_predict, ENVIRONMENT, production, ASYNC_PREDICT, ''",
    "model-abc.x, /environments/a%20b/async_predict, ENVIRONMENT, a b, ASYNC_PREDICT, ''",
    "model-abc.x, /development/async_queue_status, DEVELOPMENT, '', ASYNC_QUEUE_STATUS, ''",
    "model-abc.x, /deployment/d1/async_queue_status, DEPLOYMENT, d1, ASYNC_QUEUE_STATUS, ''",
    "model-abc-eu.x, /async_predict, ENVIRONMENT, eu, ASYNC_PREDICT, ''",
    "model-abc-eu.x, /async_queue_status, ENVIRONMENT, eu, ASYNC_QUEUE_STATUS, ''",
    "model-abc-eu.x, /async_request/r%2F1, DEVELOPMENT, '', ASYNC_REQUEST, r/1",
    "model-abc.x, /async_request/r1, DEVELOPMENT, '', ASYNC_REQUEST, r1",
    "localhost, /model/abc/async_request/r1, DEVELOPMENT, '', ASYNC_REQUEST, r1",
  })
  void readsAsynchronousPaths(
      String host, String path, Kind kind, String name, Action action, String rest) {
    assertThat(read(host, path)).isEqualTo(new Address("abc", kind, name, action, rest, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/async_predict",
        "/async_queue_status",
        "/async_request",
        "/async_request/",
        "/async_request/r1/more",
        "/production/async_request/r1",
        "/production/async_predictions",
        "/production/async_",
      })
  void knowsNoOtherAsynchronousPaths(String path) {
    assertThat(read("model-abc.x", path)).isEqualTo(new Refused(RouteErrors.NO_ROUTE));
  }

  @Test
  void saysWhatIsNotAvailable() {
    assertThat(read("chain-abc.api.example", "/production/run_remote"))
        .isEqualTo(new Refused(RouteErrors.CHAINS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%2", "%zz", "%ff", "%+1"})
  void rejectsBrokenEscapes(String name) {
    assertThat(read("model-abc.x", "/deployment/" + name + "/predict"))
        .isEqualTo(new Refused(RouteErrors.BAD_PATH));
  }

  @Property(tries = 2_000)
  void readsHostLabelsAsThePublishedPattern(
      @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'c') @Chars({'-', '.', ':'})
          String tail,
      @ForAll boolean chain) {
    var host = (chain ? "chain-" : "model-") + tail;
    var label = HostLabel.of(host);
    var matcher = PUBLISHED.matcher(host);
    boolean matches = matcher.find();
    assertThat(label)
        .isEqualTo(
            matches
                ? new HostLabel(chain, matcher.group("id"), matcher.group("env"))
                : HostLabel.NONE);
  }
}
