package dev.slipway.testkit.contract;

import static dev.slipway.testkit.contract.StoreContractRows.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// The part of the contract about many threads at once.
interface StoreContractThreads extends StoreContractPart {
  int THREADS = 32;
  int EACH = 25;
  int PATIENCE_SECONDS = 60;

  @Test
  default void noTransactionOfManyThreadsIsLost() throws Exception {
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(() -> {
        for (int n = 0; n < EACH; n++) {
          write(StoreContractThreads::addOne);
        }
        return true;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var task : threads.invokeAll(tasks)) {
        assertThat(await(task)).isTrue();
      }
    }
    assertThat(store().<Integer>read(StoreContractThreads::count)).isEqualTo(THREADS * EACH);
  }

  private static void addOne(Store.Tx tx) {
    tx.settings().put("count", Integer.toString(count(tx) + 1));
  }

  private static int count(Store.Tx tx) {
    String written = tx.settings().get("count");
    return written == null ? 0 : Integer.parseInt(written);
  }

  @Test
  default void aSnapshotDoesNotSeeWhatIsWrittenMeanwhile() throws Exception {
    write(tx -> tx.models().insert(model("m1")));
    var looked = new CountDownLatch(1);
    var written = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> seen =
          threads.submit(() ->
              list(tx -> {
                int before = tx.models().all().size();
                looked.countDown();
                awaitLatch(written);
                return List.of(before, tx.models().all().size(), tx.deployments().all().size());
              }));
      awaitLatch(looked);
      write(tx -> {
        tx.models().insert(model("m2"));
        tx.deployments().insert(StoreContractRows.deployment("d1"));
      });
      assertThat(list(tx -> tx.models().all())).hasSize(2);
      written.countDown();
      assertThat(await(seen)).containsExactly(1, 1, 0);
    }
  }

  @Test
  default void aSnapshotDoesNotSeeATransactionThatHasNotEnded() throws Exception {
    var inserted = new CountDownLatch(1);
    var looked = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> writer =
          threads.submit(() ->
              write(tx -> {
                tx.models().insert(model("m1"));
                inserted.countDown();
                awaitLatch(looked);
              }));
      awaitLatch(inserted);
      assertThat(list(tx -> tx.models().all())).isEmpty();
      looked.countDown();
      await(writer);
    }
    assertThat(list(tx -> tx.models().all())).hasSize(1);
  }

  @Test
  default void readersSeeWholeTransactionsWhileOthersWrite() throws Exception {
    var done = new AtomicBoolean();
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(() -> {
        do {
          store().<Boolean>read(StoreContractThreads::checkPair);
        } while (!done.get());
        return true;
      });
    }
    tasks.add(() -> {
      try {
        for (int n = 0; n < 200; n++) {
          String value = Integer.toString(n);
          write(tx -> {
            tx.settings().put("left", value);
            tx.settings().put("right", value);
          });
        }
        return true;
      } finally {
        done.set(true);
      }
    });
    // Platform threads: virtual ones that never block would starve the writer.
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (var task : threads.invokeAll(tasks)) {
        assertThat(await(task)).isTrue();
      }
    }
  }

  private static boolean checkPair(Store.Tx tx) {
    assertThat(tx.settings().get("left")).isEqualTo(tx.settings().get("right"));
    return true;
  }

  @Test
  default void aWriteIsSeenByEveryReadThatBeginsAfterIt() {
    for (int n = 0; n < 50; n++) {
      write(StoreContractThreads::addOne);
      assertThat(store().<Integer>read(StoreContractThreads::count)).isEqualTo(n + 1);
    }
  }

  @Test
  default void anInterruptedCallerStillLearnsHowItsTransactionEnded() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> stillInterrupted =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            write(tx -> tx.models().insert(model("m1")));
            return Thread.currentThread().isInterrupted();
          });
      assertThat(await(stillInterrupted)).isTrue();
    }
    assertThat(list(tx -> tx.models().all())).hasSize(1);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T await(Future<T> task)
      throws InterruptedException, ExecutionException, TimeoutException {
    return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
