package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.TestServer.Got;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotHereTest extends ServerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chains|Chains are not available",
        "/v1/chains/abc/deployments|Chains are not available",
        "/v1/teams/t/chains|Chains are not available",
        "/v1/models/m/deployments/d/patches/state|Patches are not available",
        "/v1/models/m/deployments/development/patches|Patches are not available",
        "/v1/training_projects|Training is not available",
        "/v1/models/m/deployments/d/ssh/sign|A shell in a replica is not available",
        "/v1/models/m/environments/e/startups|Startups are not available",
        "/v1/teams/t/environment_groups|Environment groups are not available",
        "/v1/llm_models|Model APIs are not available",
        "/v1/chainsaw|There is no /v1/chainsaw."
      })
  void aPublishedPathThatIsNotHereIsAnsweredWithWhatToDo(String path, String sentence) {
    Got got = server.get(path);
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.message()).startsWith(sentence);
  }
}
