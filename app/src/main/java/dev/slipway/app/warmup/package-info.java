/// The warm-up: cancels in a scratch server, so that the path of the first real one is compiled,
/// and the training of the start-up cache. Start reading at `WarmUp`.
@NullMarked
package dev.slipway.app.warmup;

import org.jspecify.annotations.NullMarked;
