import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Cancels, one after the other, and what the requests around them say of their answers.
final class Cancels {
  private Cancels() {}

  /// One promotion that was canceled.
  ///
  /// @param promotedAt nano clock right before the promotion was asked for
  /// @param answer what cancel answered
  /// @param percent the candidate's share when cancel was called
  /// @param healthNanos a bare GET of /healthz right after, as a reference
  /// @param writeNanos a page written to a file and made durable right after, as a reference
  record Cycle(
      long promotedAt, Http.Answer answer, int percent, long healthNanos, long writeNanos) {}

  /// A request that a candidate served.
  ///
  /// @param number in the load
  /// @param arrivedAt nano clock when it had reached the candidate; the load's clock too
  record Served(int number, long arrivedAt) {}

  /// @param rate requests a second that were asked for
  /// @param sentRate requests a second that were sent
  /// @param canceled answers that said CANCELED
  /// @param latency of the requests, nanoseconds
  /// @param lastArrival by cycle, nanoseconds from the answer to the last request that reached the
  ///   candidate; negative where that was before the answer
  /// @param onCandidate requests that the candidates served
  /// @param arrivedAfter of them, those sent before an answer that arrived after it
  /// @param sentAfter requests that were sent after an answer and before the next promotion
  /// @param strays of them, those that reached the candidate before that promotion was asked for;
  ///   and any that reached it before the first: must be 0
  /// @param untouched cycles in which no request reached the candidate: must be 0
  record Result(
      int rate,
      double sentRate,
      int cancels,
      int canceled,
      Stats call,
      Stats health,
      Stats write,
      Stats latency,
      Stats lastArrival,
      int requests,
      int lost,
      long onCandidate,
      long arrivedAfter,
      long sentAfter,
      long strays,
      long untouched) {}

  /// @param rate requests a second that were asked for
  /// @param all in order
  /// @param uncounted how many of them, the first ones, are left out of the times
  static Result evaluate(
      int rate, PacedLoad load, List<Cycle> all, int uncounted, List<Served> onCandidates) {
    long[] last = new long[all.size()];
    long[] served = new long[all.size()];
    long arrivedAfter = 0;
    long strays = 0;
    for (Served request : onCandidates) {
      // It may have been sent before the promotion in whose time it was routed and arrived.
      int i = lastPromotedBefore(all, request.arrivedAt());
      if (i < 0 || load.sentAt(request.number()) > all.get(i).answer().readAt()) {
        strays++;
        continue;
      }
      long late = request.arrivedAt() - all.get(i).answer().readAt();
      last[i] = served[i]++ == 0 ? late : Math.max(last[i], late);
      arrivedAfter += late > 0 ? 1 : 0;
    }
    long sentAfter = 0;
    for (int n = 0; n < load.sent(); n++) {
      int i = lastPromotedBefore(all, load.sentAt(n));
      sentAfter += i >= 0 && load.sentAt(n) > all.get(i).answer().readAt() ? 1 : 0;
    }
    List<Cycle> warm = all.subList(uncounted, all.size());
    return new Result(
        rate,
        load.rate(),
        warm.size(),
        (int) warm.stream().filter(Cancels::saysCanceled).count(),
        stats(warm, c -> c.answer().nanos()),
        stats(warm, Cycle::healthNanos),
        stats(warm, Cycle::writeNanos),
        load.latencyNanos(0),
        Stats.of(Arrays.copyOfRange(last, uncounted, last.length)),
        load.sent(),
        load.lost(),
        Arrays.stream(served).sum(),
        arrivedAfter,
        sentAfter,
        strays,
        Arrays.stream(served).filter(n -> n == 0).count());
  }

  private static boolean saysCanceled(Cycle cycle) {
    return Json.string(cycle.answer().body(), "status").equals("CANCELED");
  }

  /// The index of the cycle that a moment lies in; -1 where it is before the first.
  private static int lastPromotedBefore(List<Cycle> cycles, long at) {
    int found = -1;
    for (int low = 0, high = cycles.size() - 1; low <= high; ) {
      int middle = (low + high) >>> 1;
      if (cycles.get(middle).promotedAt() <= at) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return found;
  }

  private static Stats stats(List<Cycle> cycles, ToDoubleFunction<Cycle> value) {
    return new Stats(cycles.stream().mapToDouble(value).toArray());
  }
}
