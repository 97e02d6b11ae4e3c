package dev.slipway.gateway.connection;

import io.vertx.core.Future;
import java.util.ArrayDeque;

/// The heads that one lane has handed to the transport and that may not have left yet.
///
/// On epoll a write to an idle connection has left when the call returns, and nothing is kept here.
/// On io_uring it leaves when the loop submits its ring, which is after the tasks of the same turn:
/// there a fence must wait for it.
public final class PendingWrites {
  private final ArrayDeque<Group> fenced = new ArrayDeque<>();
  private Group open = new Group();

  /// Heads that were written between two fences.
  private static final class Group {
    private int pending;
    private Runnable then = () -> {};
  }

  /// A head was written; `left` completes when it has left, or never will.
  public void add(Future<?> left) {
    if (left.isComplete()) {
      return;
    }
    var group = open;
    group.pending++;
    left.onComplete(_ -> {
      group.pending--;
      settle();
    });
  }

  /// Runs `then` when all heads that were written before this call have left.
  public void whenLeft(Runnable then) {
    if (fenced.isEmpty() && open.pending == 0) {
      then.run();
      return;
    }
    open.then = then;
    fenced.addLast(open);
    open = new Group();
  }

  private void settle() {
    for (var first = fenced.peekFirst();
        first != null && first.pending == 0;
        first = fenced.peekFirst()) {
      fenced.pollFirst();
      first.then.run();
    }
  }
}
