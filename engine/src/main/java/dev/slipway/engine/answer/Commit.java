package dev.slipway.engine.answer;

import dev.slipway.engine.port.store.Store;
import java.util.function.Function;

/// Transactions whose work may refuse: a refusal rolls everything back.
public final class Commit {
  private Commit() {}

  public static <T> Answer<T> unlessRefused(Store store, Function<Store.Tx, Answer<T>> work) {
    try {
      return store.transact(tx ->
          switch (work.apply(tx)) {
            case Answer.Ok<T> ok -> ok;
            case Answer.No<T>(var refusal) -> throw new RolledBack(refusal);
          });
    } catch (RolledBack e) {
      return new Answer.No<>(e.refusal);
    }
  }

  /// The same for what adds something, which a disk that is nearly full refuses.
  public static <T> Answer<T> adding(Store store, Function<Store.Tx, Answer<T>> work) {
    store.checkRoom();
    return unlessRefused(store, work);
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RolledBack(Refusal refusal) {
      super(refusal.message(), null, false, false);
      this.refusal = refusal;
    }
  }
}
