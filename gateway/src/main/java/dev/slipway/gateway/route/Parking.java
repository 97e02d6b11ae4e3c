package dev.slipway.gateway.route;

import dev.slipway.engine.port.routes.RouteTable.Availability;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The line of requests that wait for a place on one deployment, first come first served over all
/// lanes. Where the deployment sleeps they wait for its first replica, and the line remembers
/// whether it was asked to wake.
///
/// No wake-up is lost: a request that joins the line looks for a free place afterwards, and a
/// request that frees a place looks at the line afterwards. Both are sequentially consistent, so
/// that one of them sees the other. A waiter that is woken holds nothing: it picks again under the
/// table in use, and goes back to the front of the line if another request took the place first.
public final class Parking {
  private final ConcurrentLinkedDeque<Waiter> line = new ConcurrentLinkedDeque<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger woken = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicBoolean called = new AtomicBoolean();
  private volatile @Nullable DeploymentRoute route;

  /// A request in the line. Its state decides who takes it out: only the thread that changes PARKED
  /// to another state.
  public abstract static class Waiter {
    private final AtomicInteger state = new AtomicInteger(OUTSIDE);
    private static final int OUTSIDE = 0;
    private static final int PARKED = 1;
    private static final int WOKEN = 2;

    /// Called once for each stay in the line, on any thread.
    public abstract void wake();

    /// Whether it should not wait for a place here any longer.
    public abstract boolean misplaced(CompiledTable table);
  }

  /// The next number in turn, 0 to `count` - 1.
  int turn(int count) {
    return Math.floorMod(turn.getAndIncrement(), count);
  }

  public int waiting() {
    return waiting.get();
  }

  void route(@Nullable DeploymentRoute current) {
    var before = route;
    route = current;
    if (!sleepsOn(before, current)) {
      called.set(false);
    }
  }

  /// Whether an earlier call still holds: the deployment has not woken and gone back to sleep
  /// since.
  private static boolean sleepsOn(
      @Nullable DeploymentRoute before, @Nullable DeploymentRoute current) {
    return before != null
        && current != null
        && current.isAsleep()
        && (before.availability() == Availability.SCALED_TO_ZERO
            || current.availability() == Availability.WAKING);
  }

  /// Notes that a request asks for the deployment, which sleeps.
  ///
  /// @return whether this is the first request since it fell asleep
  public boolean call() {
    return !called.get() && called.compareAndSet(false, true);
  }

  boolean isCalled() {
    return called.get();
  }

  public boolean isAsleep() {
    var current = route;
    return current != null && current.isAsleep();
  }

  /// Puts `waiter` at the end of the line.
  ///
  /// @return false where `limit` are waiting
  public boolean join(Waiter waiter, int limit) {
    if (waiting.incrementAndGet() > limit) {
      waiting.decrementAndGet();
      return false;
    }
    waiter.state.set(Waiter.PARKED);
    line.addLast(waiter);
    pump();
    return true;
  }

  /// Puts a woken `waiter` that found no place in front of the line.
  public void rejoin(Waiter waiter) {
    waiter.state.set(Waiter.PARKED);
    line.addFirst(waiter);
    woken.decrementAndGet();
    pump();
  }

  /// Ends the stay of a woken `waiter`, whatever became of it.
  public void left(Waiter waiter) {
    waiter.state.set(Waiter.OUTSIDE);
    woken.decrementAndGet();
    waiting.decrementAndGet();
    pump();
  }

  /// Takes `waiter` out of the line because it gave up.
  ///
  /// @return false where it was woken already; then [#left] is still to be called
  public boolean leave(Waiter waiter) {
    if (!waiter.state.compareAndSet(Waiter.PARKED, Waiter.OUTSIDE)) {
      return false;
    }
    line.remove(waiter);
    waiting.decrementAndGet();
    return true;
  }

  /// Wakes as many as there are places; all, where there will be none.
  void pump() {
    if (line.isEmpty()) {
      return;
    }
    var current = route;
    while (current == null
        || (current.isEmpty() && !current.isAsleep())
        || current.free() > woken.get()) {
      var first = line.pollFirst();
      if (first == null) {
        return;
      }
      wake(first);
    }
  }

  /// Wakes those that `table` sends elsewhere.
  void sweep(CompiledTable table) {
    for (var waiter : line) {
      if (waiter.misplaced(table) && line.remove(waiter)) {
        wake(waiter);
      }
    }
    pump();
  }

  private void wake(Waiter waiter) {
    if (waiter.state.compareAndSet(Waiter.PARKED, Waiter.WOKEN)) {
      woken.incrementAndGet();
      waiter.wake();
    }
  }
}
