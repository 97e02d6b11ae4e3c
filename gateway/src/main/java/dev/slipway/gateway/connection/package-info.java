/// The connections of one event loop, to clients and to replicas, and its coarse clock. Start
/// reading at `Upstream`.
@NullMarked
package dev.slipway.gateway.connection;

import org.jspecify.annotations.NullMarked;
