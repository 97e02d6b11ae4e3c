package dev.slipway.testkit.fake;

import dev.slipway.engine.port.Webhooks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Receivers of webhooks, whose answers a test lays out beforehand: each in turn, and 200 after the
/// last.
public final class FakeWebhooks implements Webhooks {
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<Delivery> posted = new ArrayList<>();

  public synchronized FakeWebhooks then(int status) {
    statuses.add(status);
    return this;
  }

  public synchronized List<Delivery> posted() {
    return List.copyOf(posted);
  }

  @Override
  public synchronized int post(Delivery delivery) {
    posted.add(delivery);
    Integer next = statuses.poll();
    return next == null ? 200 : next;
  }
}
