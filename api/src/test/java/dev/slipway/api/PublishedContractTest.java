package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import java.util.ArrayList;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Every operation of the published slice is called, and every answer is held against the published
/// names, types and required fields.
class PublishedContractTest extends ServerTest {
  private final Published published = Published.read();
  private SliceCalls slice;

  @BeforeEach
  void start() {
    slice = new SliceCalls(server);
  }

  @Test
  void everyOperationOfTheSliceAnswersInThePublishedShape() {
    var wrong = new ArrayList<String>();
    slice
        .all()
        .forEach((operation, call) -> {
          Got got = call.get();
          server.settle();
          if (got.status() != published.operation(operation).required("success").intValue()) {
            wrong.add(operation + ": " + got.status() + " " + got.text());
          } else if (!got.type().equals("application/json")) {
            wrong.add(operation + ": " + got.type());
          } else {
            published.problems(operation, got.json()).forEach(p -> wrong.add(operation + ": " + p));
          }
        });
    assertThat(wrong).isEmpty();
    assertThat(new TreeSet<>(slice.all().keySet()))
        .isEqualTo(new TreeSet<>(published.operations()));
  }

  @Test
  void aCandidateAndItsPromotionAreShownInThePublishedShape() {
    server.patch(
        slice.env("production"), "{\"promotion_settings\":{\"ramp_up_while_promoting\":true}}");
    server.post(slice.env("production") + "/promote", Bodies.promote(slice.second()));
    server.settle();
    Got got = server.get(slice.env("production"));
    String operation = "GET /v1/models/{model_id}/environments/{env_name}";
    assertThat(published.problems(operation, got.json())).isEmpty();
    assertThat(got.at("/candidate_deployment/id")).isEqualTo(slice.second());
    assertThat(got.at("/in_progress_promotion/status")).isEqualTo("RAMPING_UP");
    assertThat(
            got.json()
                .requiredAt("/in_progress_promotion/percent_traffic_to_new_version")
                .intValue())
        .isBetween(1, 99);
  }
}
