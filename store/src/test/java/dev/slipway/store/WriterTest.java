package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.engine.port.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
  @TempDir Path directory;

  @Test
  void transactionsRunOnTheirOwnThread() {
    try (var store = SqlStore.sqlite(directory.resolve("slipway.db"))) {
      assertThat(store.<String>transact(_ -> Thread.currentThread().getName()))
          .isEqualTo("slipway-store-writer");
    }
  }

  @Test
  void aFullQueueRefusesAndEveryAcceptedTransactionRunsBeforeTheStoreCloses() throws Exception {
    int callers = Writer.QUEUE_MAX + 50;
    var running = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var refused = new CountDownLatch(49);
    var accepted = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var store = SqlStore.sqlite(directory.resolve("slipway.db"));
      List<Future<?>> all = new ArrayList<>();
      all.add(
          threads.submit(() ->
              store.<Boolean>transact(_ -> {
                running.countDown();
                return await(go);
              })));
      assertThat(await(running)).isTrue();
      for (int i = 1; i < callers; i++) {
        all.add(
            threads.submit(() -> {
              try {
                store.<Integer>transact(_ -> accepted.incrementAndGet());
              } catch (StoreException e) {
                assertThat(e.retryable()).isTrue();
                refused.countDown();
              }
            }));
      }
      assertThat(await(refused)).isTrue();
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> store.<Integer>transact(_ -> 1))
          .withMessageContaining("1024 transactions are waiting")
          .matches(StoreException::retryable);
      Future<?> closing = threads.submit(store::close);
      go.countDown();
      closing.get(60, TimeUnit.SECONDS);
      for (Future<?> task : all) {
        task.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(accepted).hasValue(Writer.QUEUE_MAX);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
