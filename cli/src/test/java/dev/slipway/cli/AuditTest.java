package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.host.Exit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final String EVENT =
      """
      {"id":"e%d","created":"2026-01-02T03:04:05.678Z","event_type":"MODEL_PROMOTION_CONTROL_ACTION",
       "event_data":{"model_name":"digits","deployment_name":"v2","environment_name":"production",
         "action":"GRACEFUL_CANCEL"},
       "actor":{"type":"API_KEY","api_key_prefix":"abcd","api_key_name":"ci"},
       "client_name":"slipway-cli"}\
      """;

  private final FakeServer server = new FakeServer();
  private final Run run = Run.on(server);

  @AfterEach
  void stop() {
    server.close();
  }

  private static String page(int from, int to, String cursor) {
    String items =
        IntStream.range(from, to).mapToObj(EVENT::formatted).collect(Collectors.joining(","));
    return "{\"items\":[%s],\"pagination\":{\"has_more\":%s,\"cursor\":%s}}"
        .formatted(items, !cursor.isEmpty(), cursor.isEmpty() ? "null" : '"' + cursor + '"');
  }

  @Test
  void eventsAreATableOfWhoDidWhat() {
    String key = "{\"type\":\"BASETEN_SYSTEM\"}";
    server.on(
        "GET /v1/audit_logs",
        "{\"items\":[%s,{\"created\":\"2026-01-01T00:00:00Z\",\"event_type\":\"API_KEY_CREATED\",\"event_data\":{\"prefix\":\"xyz\"},\"actor\":%s}],\"pagination\":{\"has_more\":false}}"
            .formatted(EVENT.formatted(1), key));
    assertThat(run.run("audit").out())
        .isEqualTo(
            """
            TIME                  EVENT            WHAT                    WHO            THROUGH
            2026-01-02T03:04:05Z  GRACEFUL_CANCEL  digits v2 (production)  ci (key abcd)  slipway-cli
            2026-01-01T00:00:00Z  API_KEY_CREATED  xyz                     system         -
            """);
  }

  @Test
  void pagesAreFollowedUpToTheLimit() {
    server.on(
        "GET /v1/audit_logs",
        r ->
            FakeServer.Answer.ok(
                r.query("cursor").isEmpty() ? page(0, 200, "next") : page(200, 250, "more")));
    var result = run.run("audit", "--limit", "250", "--json");
    assertThat(result.out().lines()).hasSize(250).allMatch(l -> l.startsWith("{\"id\":\"e"));
    assertThat(server.requests("GET /v1/audit_logs")).hasSize(2);
    assertThat(server.request("GET /v1/audit_logs").query("limit")).isEqualTo("50");
    assertThat(server.request("GET /v1/audit_logs").query("cursor")).isEqualTo("next");
  }

  @Test
  void filtersAreSentAsPublished() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m1\",\"name\":\"digits\"}]}")
        .on("GET /v1/models/m1/audit_logs", page(0, 0, ""));
    String all =
        "audit digits --environment staging --deployment d1 --deployment d2 --group promoted"
            + " --source api --search tok --since 1h --oldest-first";
    assertThat(run.run(all.split(" ")).out()).isEqualTo("No events.\n");
    assertThat(server.request("GET /v1/models/m1/audit_logs").target())
        .endsWith(
            "?direction=ASC&environment_names=staging&deployment_ids=d1&deployment_ids=d2"
                + "&event_type_groups=PROMOTED&sources=API&search=tok"
                + "&start_epoch_millis=1767319445000&limit=50");
  }

  @Test
  void aLimitThatCannotBeIsRefused() {
    assertThat(run.run("audit", "--limit", "0"))
        .matches(r -> r.code() == Exit.USAGE && r.err().contains("expected: 1 to 10000"));
  }
}
