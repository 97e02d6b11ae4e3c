/// From what is written to the route table that gateways use, and the fence that waits for them.
/// Start reading at `Publisher`, then `Fence`.
@NullMarked
package dev.slipway.engine.routing;

import org.jspecify.annotations.NullMarked;
