package dev.slipway.testkit.memory;

import dev.slipway.domain.async.AsyncRequest;
import dev.slipway.domain.async.AsyncState;
import dev.slipway.domain.async.AsyncState.InProgress;
import dev.slipway.domain.async.AsyncState.Queued;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.domain.async.AsyncWebhook;
import dev.slipway.engine.port.store.AsyncRows;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asynchronous requests in memory.
record MemoryStoreAsync(MemoryStoreTx tx) implements AsyncRows {
  @Override
  public void insert(AsyncRequest request) {
    tx.asyncRows.insert(request.id(), request, "async_id");
  }

  @Override
  public void update(AsyncRequest request) {
    if (tx.asyncRows.find(request.id()) == null) {
      throw new IllegalStateException(
          "asynchronous request " + request.id() + ": no row to update (expected: one)");
    }
    tx.asyncRows.put(request.id(), request);
  }

  @Override
  public @Nullable AsyncRequest find(String id) {
    return tx.asyncRows.find(id);
  }

  @Override
  public Count count(AsyncTarget target) {
    return new Count(of(target, Queued.class).size(), of(target, InProgress.class).size());
  }

  private List<AsyncRequest> of(AsyncTarget target, Class<? extends AsyncState> state) {
    return tx.asyncRows.where(r -> r.target().equals(target) && state.isInstance(r.state()));
  }

  @Override
  public List<Waiting> waiting() {
    Map<AsyncTarget, Waiting> all = new LinkedHashMap<>();
    for (var r : tx.asyncRows.all()) {
      if (r.state() instanceof Queued s) {
        all.merge(
            r.target(),
            new Waiting(r.target(), 1, s.dueAt()),
            (a, b) ->
                new Waiting(
                    a.target(),
                    a.count() + b.count(),
                    a.dueAt().isBefore(b.dueAt()) ? a.dueAt() : b.dueAt()));
      }
    }
    return List.copyOf(all.values());
  }

  @Override
  public List<AsyncRequest> due(AsyncTarget target, Instant now, int limit) {
    MemoryStoreAudit.checkLimit(limit);
    return of(target, Queued.class).stream()
        .filter(r -> r.state() instanceof Queued s && !s.dueAt().isAfter(now))
        .sorted(Comparator.comparingInt(r -> r.terms().priority()))
        .limit(limit)
        .toList();
  }

  @Override
  public List<AsyncRequest> list(Kind kind, int limit) {
    MemoryStoreAudit.checkLimit(limit);
    var all = tx.asyncRows.all().stream();
    Stream<AsyncRequest> wanted =
        switch (kind) {
          case IN_PROGRESS -> all.filter(r -> r.state() instanceof InProgress);
          case QUEUED_BY_EXPIRY ->
              all.filter(r -> r.state() instanceof Queued)
                  .sorted(Comparator.comparing(MemoryStoreAsync::expiry));
          case WEBHOOK_DUE ->
              all.filter(r -> r.webhook() instanceof AsyncWebhook.Due)
                  .sorted(Comparator.comparing(MemoryStoreAsync::webhookDue));
        };
    return wanted.limit(limit).toList();
  }

  private static Instant expiry(AsyncRequest r) {
    return r.state() instanceof Queued s ? s.expiresAt() : Instant.MAX;
  }

  private static Instant webhookDue(AsyncRequest r) {
    return r.webhook() instanceof AsyncWebhook.Due w ? w.at() : Instant.MAX;
  }

  @Override
  public int prune(Instant before, int limit) {
    MemoryStoreAudit.checkLimit(limit);
    Set<String> gone =
        tx.asyncRows.where(r -> r.isSettled() && !r.statusAt().isAfter(before)).stream()
            .sorted(Comparator.comparing(AsyncRequest::statusAt))
            .limit(limit)
            .map(AsyncRequest::id)
            .collect(Collectors.toUnmodifiableSet());
    if (!gone.isEmpty()) {
      tx.asyncRows.deleteKeysWhere(gone::contains);
      tx.bodyRows.deleteKeysWhere(key -> gone.contains(key.requestId()));
    }
    return gone.size();
  }
}
