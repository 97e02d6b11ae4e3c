package dev.slipway.gateway.proxy;

import dev.slipway.gateway.connection.Upstream;
import dev.slipway.gateway.error.ErrorAnswer;
import dev.slipway.gateway.route.Address;
import dev.slipway.gateway.route.CompiledTable;
import dev.slipway.gateway.route.DeploymentRoute;
import dev.slipway.gateway.route.Lease;
import dev.slipway.gateway.route.Parking;
import dev.slipway.gateway.route.Pick;
import dev.slipway.gateway.route.PickState;
import dev.slipway.gateway.route.Picker;
import dev.slipway.gateway.route.Refused;
import dev.slipway.gateway.route.RouteErrors;
import io.vertx.core.http.HttpClientRequest;
import org.jspecify.annotations.Nullable;

/// Finds a place for one request and sees to it that its head is written there, or again elsewhere.
/// It lives on the event loop of one lane; only [#wake] is called from others.
///
/// ## The fence
///
/// A request is picked under one table and written to a replica later: a place may have to become
/// free, or a connection to open. [#taken] therefore looks at the table of the moment once more,
/// and writes the head in the same turn of the event loop, without giving the loop up in between.
/// Where the lease is not allowed any longer it is given back, and the request is picked again.
///
/// [Gateway#awaitQuiescent] runs a task on every lane's loop after the table was exchanged. On one
/// loop, turns do not overlap. So a check and its write lie either wholly before that task, and
/// then the head has left before the fence is confirmed; or wholly after it, and then the check has
/// seen the new table, because the exchange happens before the task is submitted. No third case
/// exists, whatever waited in between: a connection, a line, a retry, or an upgrade, which all come
/// through [#taken]. Two things make "has left" true: a head is only written to a connection on
/// which nothing else waits to be written ([Forwarder#isWhole]); and the task waits for every head
/// that the transport has taken but not sent ([PendingWrites]).
final class Dispatch extends Parking.Waiter implements Upstream.Taker, ExchangeEnd.Attempts {
  private static final int MAX_ATTEMPTS = 2;

  private final ProxyExchange exchange;
  private final RequestContext context;
  private final Address address;
  private final Body body;
  private final PickState state = new PickState();
  private @Nullable Lease lease;
  private @Nullable Forwarder forwarder;
  private @Nullable Parking parkedAt;
  private int attempts;

  /// A replica had no room for a connection; until `roomUntil` it is tried again.
  private boolean awaitsRoom;

  private long roomUntil;

  Dispatch(ProxyExchange exchange, Address address, Body body) {
    this.exchange = exchange;
    this.context = exchange.context();
    this.address = address;
    this.body = body;
  }

  boolean isPrediction() {
    return address.action() == Address.Action.PREDICT;
  }

  /// The deployment of the attempt under way; null: none is.
  @Nullable String deploymentId() {
    return lease == null ? null : lease.deployment().id();
  }

  /// The replica of the attempt under way; null: none is.
  @Nullable String replicaId() {
    return lease == null ? null : lease.endpoint().replicaId();
  }

  /// Looks for a place under the table of the moment.
  void seek() {
    switch (Picker.pick(context.table(), address, state)) {
      case Lease taken -> {
        unpark();
        lease = taken;
        exchange.waitForConnection();
        context.upstreams().take(this, taken, attempts > 0);
      }
      case Pick.Full full -> park(full.side().route());
      case Refused(var why) -> {
        boolean waited = parkedAt != null;
        unpark();
        exchange.end().refuse(waited ? ProxyErrors.afterAWait(why) : why);
      }
    }
  }

  @Override
  public void taken(Lease held, Upstream.Connection connection, HttpClientRequest upstream) {
    if (lease != held || held.stage() != Lease.Stage.WAITING) {
      connection.close();
      return;
    }
    if (!Picker.allows(context.table(), address, held)) {
      // Nothing may be written to this connection: see the fence.
      connection.close();
      reroute();
      return;
    }
    attempts++;
    held.sent(context.nanos(), context.epochMillis());
    exchange.waitForAnswer();
    var mover =
        exchange.isUpgrade()
            ? new Tunnel(exchange, held, connection, upstream)
            : new Forwarder(exchange, held, connection, upstream);
    forwarder = mover;
    mover.send(address, body);
  }

  @Override
  public void refused(Lease held) {
    if (lease == held && held.stage() == Lease.Stage.WAITING) {
      attempts++;
      failed(true);
    }
  }

  /// Another replica would need a socket as well: the client is to try again, and nobody is blamed.
  @Override
  public void unable(Lease held) {
    if (lease == held && held.stage() == Lease.Stage.WAITING) {
      exchange.end().refuse(ProxyErrors.NO_SOCKET);
    }
  }

  /// It is tried again for as long as it would wait in line, under the table of the moment. The
  /// replica is not avoided: that would move a share because its side is busy.
  @Override
  public void noRoom(Lease held) {
    if (lease != held || held.stage() != Lease.Stage.WAITING) {
      return;
    }
    long now = context.nanos();
    if (!awaitsRoom) {
      awaitsRoom = true;
      roomUntil = now + context.settings().timeouts().queue().toNanos();
    }
    giveBack();
    if (now - roomUntil < 0) {
      seek();
    } else {
      exchange.end().refuse(ProxyErrors.QUEUE_TIMEOUT);
    }
  }

  /// A table came into use: a request that still waits for a connection need not wait for one that
  /// it may not use.
  void tableChanged() {
    var held = lease;
    if (held != null
        && held.stage() == Lease.Stage.WAITING
        && !Picker.allows(context.table(), address, held)) {
      reroute();
    }
  }

  private void reroute() {
    context.meters().rerouted();
    giveBack();
    seek();
  }

  /// The attempt ended before the first byte of an answer.
  ///
  /// It is made once more where nothing was written; or where the whole body is held and either it
  /// is a prediction, which the published service sends again as well, so that a replica that dies
  /// loses none; or the method is idempotent (RFC 9110 section 9.2.2); or the connection had served
  /// before, so that its end without a byte means that the replica closed it meanwhile. Any other
  /// POST to a model's own route may have been acted upon, and is not sent again. The second
  /// attempt takes a new connection: a replica that closed one has most likely closed the others
  /// too.
  void failed(boolean repeatable) {
    var held = lease;
    forwarder = null;
    if (exchange.end().isDone() || held == null) {
      return;
    }
    if (repeatable && attempts < MAX_ATTEMPTS) {
      state.avoid(held.endpoint());
      context.meters().retried();
      giveBack();
      seek();
      return;
    }
    held.lost();
    exchange.end().refuse(ProxyErrors.BROKEN);
  }

  private void giveBack() {
    var held = lease;
    if (held != null) {
      lease = null;
      held.givenBack();
    }
  }

  private void park(DeploymentRoute route) {
    if (route.isAsleep() && context.answers().isClosing()) {
      unpark();
      exchange.end().refuse(ProxyErrors.CLOSING);
      return;
    }
    context.call(route);
    if (route.rejectsWhenFull()) {
      unpark();
      exchange.end().refuse(route.isAsleep() ? RouteErrors.ASLEEP : ProxyErrors.ALL_FULL);
      return;
    }
    var parking = route.parking();
    if (parkedAt == parking) {
      parking.rejoin(this);
      return;
    }
    unpark();
    exchange.waitForPlace();
    parkedAt = parking;
    if (!parking.join(this, context.settings().limits().queuedPerDeployment())) {
      parkedAt = null;
      exchange.end().refuse(ProxyErrors.QUEUE_FULL);
    }
  }

  /// Ends the stay in a line after a wake-up.
  private void unpark() {
    var parking = parkedAt;
    if (parking != null) {
      parkedAt = null;
      state.lineEnded();
      parking.left(this);
    }
  }

  /// Leaves the line, where it has not been called out of it in this moment.
  private boolean leaveLine() {
    var parking = parkedAt;
    if (parking != null && parking.leave(this)) {
      parkedAt = null;
      return true;
    }
    return false;
  }

  /// The gateway is about to close: a deployment that sleeps now will not wake before that.
  void closing() {
    var parking = parkedAt;
    if (parking != null && parking.isAsleep() && leaveLine()) {
      exchange.end().refuse(ProxyErrors.CLOSING);
    }
  }

  /// Leaves the line because the wait took too long.
  ///
  /// @return what to answer; null where it was called out of the line in this moment
  @Nullable ErrorAnswer giveUp() {
    var parking = parkedAt;
    boolean asleep = parking != null && parking.isAsleep();
    if (!leaveLine()) {
      return null;
    }
    return asleep ? ProxyErrors.WAKE_TIMEOUT : ProxyErrors.QUEUE_TIMEOUT;
  }

  @Override
  public void wake() {
    context.execute(() -> {
      if (exchange.end().isDone()) {
        unpark();
      } else {
        state.leftLine();
        seek();
      }
    });
  }

  @Override
  public boolean misplaced(CompiledTable table) {
    if (address.kind() != Address.Kind.ENVIRONMENT) {
      return false;
    }
    var model = table.model(address.modelId());
    var route = model == null ? null : model.environments().get(address.name());
    return route == null || !state.pickedUnder(route.generation());
  }

  CharSequence attemptsText() {
    return attempts < MAX_ATTEMPTS ? Headers.ONCE : Headers.TWICE;
  }

  @Override
  public void answered(int code) {
    if (lease != null) {
      lease.answered(code, context.nanos());
    }
  }

  @Override
  public void lost() {
    if (lease != null) {
      lease.lost();
    }
    stopMoving();
  }

  @Override
  public void clientGone() {
    if (lease != null) {
      lease.clientGone();
    }
    stopMoving();
    leaveLine();
  }

  @Override
  public void refused() {
    giveBack();
    stopMoving();
  }

  private void stopMoving() {
    var mover = forwarder;
    if (mover != null) {
      forwarder = null;
      mover.abort();
    }
  }
}
