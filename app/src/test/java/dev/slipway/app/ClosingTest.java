package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ClosingTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void theLastStartedIsStoppedFirstAndOneThatFailsKeepsNoOther() {
    var closing = new Closing();
    closing.add("first", () -> closed.add("first"));
    closing.add(
        "second",
        () -> {
          throw new IllegalStateException("cannot");
        });
    closing.add("third", () -> closed.add("third"));
    closing.close();
    closing.close();
    assertThat(closed).containsExactly("third", "first");
  }

  @Test
  void anInterruptDoesNotCutTheStoppingShort() {
    var closing = new Closing();
    closing.add(
        "one that waits",
        () -> {
          new CountDownLatch(0).await();
          closed.add("one that waits");
        });
    Thread.currentThread().interrupt();
    closing.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(closed).containsExactly("one that waits");
  }
}
