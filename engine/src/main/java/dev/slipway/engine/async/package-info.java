/// Asynchronous requests: accepted in one transaction, sent by a loop, posted to webhooks. Start
/// reading at `AsyncRequests`, then `AsyncRunner`.
@NullMarked
package dev.slipway.engine.async;

import org.jspecify.annotations.NullMarked;
