/// The port to the gateways: tables go out, confirmations and counts come back. Start reading at
/// `Routes`.
@NullMarked
package dev.slipway.engine.port.routes;

import org.jspecify.annotations.NullMarked;
