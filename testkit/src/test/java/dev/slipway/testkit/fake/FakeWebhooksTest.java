package dev.slipway.testkit.fake;

import dev.slipway.engine.port.Webhooks;
import dev.slipway.testkit.contract.WebhooksContract;
import java.util.List;

class FakeWebhooksTest extends WebhooksContract {
  private final FakeWebhooks fake = new FakeWebhooks();

  @Override
  public Webhooks webhooks() {
    return fake;
  }

  @Override
  public String receiver(Integer... statuses) {
    List.of(statuses).forEach(fake::then);
    return "https://receiver.invalid/";
  }

  @Override
  public String nowhere() {
    fake.then(0);
    return "https://nowhere.invalid/";
  }

  @Override
  public List<String> received() {
    return fake.posted().stream().map(Webhooks.Delivery::requestId).toList();
  }
}
