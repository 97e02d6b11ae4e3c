package dev.slipway.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work that one thread hands to another and waits for.
final class Job<T extends @Nullable Object> implements Runnable {
  private final Supplier<T> work;
  private final CompletableFuture<End<T>> end = new CompletableFuture<>();

  Job(Supplier<T> work) {
    this.work = work;
  }

  /// Never throws: every failure is for the waiting thread.
  @Override
  public void run() {
    try {
      end.complete(new End.Done<>(work.get()));
    } catch (RuntimeException e) {
      end.complete(new End.Threw<>(e));
    } catch (Throwable e) {
      end.complete(new End.Broke<>(e));
    }
  }

  /// The result, or the very exception that the work threw.
  T await() {
    return switch (end.join()) {
      case End.Done<T> done -> done.result();
      case End.Threw<T> threw -> throw threw.failure();
      case End.Broke<T> broke -> throw error(broke.failure());
    };
  }

  private static Error error(Throwable failure) {
    return failure instanceof Error error ? error : new AssertionError(failure);
  }

  private sealed interface End<T extends @Nullable Object> {
    record Done<T extends @Nullable Object>(T result) implements End<T> {}

    record Threw<T extends @Nullable Object>(RuntimeException failure) implements End<T> {}

    record Broke<T extends @Nullable Object>(Throwable failure) implements End<T> {}
  }
}
