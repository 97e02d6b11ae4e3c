/// The warm-up: real cancels in a scratch server, so that the path is compiled before somebody
/// needs it. Start reading at `WarmUp`.
@NullMarked
package dev.slipway.app.warmup;

import org.jspecify.annotations.NullMarked;
