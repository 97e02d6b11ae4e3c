/// Asynchronous requests: their states, terms and transitions, pure. Start reading at
/// `AsyncMachine`.
@NullMarked
package dev.slipway.domain.async;

import org.jspecify.annotations.NullMarked;
