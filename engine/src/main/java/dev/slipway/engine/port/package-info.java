/// The small ports of the engine: ids, telemetry, webhooks and predictions. Start reading at
/// `Telemetry`.
@NullMarked
package dev.slipway.engine.port;

import org.jspecify.annotations.NullMarked;
