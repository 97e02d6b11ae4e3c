package dev.slipway.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Refuses nested transactions and snapshots on one thread: they would wait for each other, or see
/// different states.
final class ReentrancyGuard {
  private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

  <T extends @Nullable Object> T around(Supplier<T> work) {
    check();
    inside.set(true);
    try {
      return work.get();
    } finally {
      inside.remove();
    }
  }

  void check() {
    if (inside.get() != null) {
      throw new IllegalStateException(
          "Store.transact, read or close inside another (expected: one at a time; hand the inner"
              + " function the outer transaction)");
    }
  }
}
