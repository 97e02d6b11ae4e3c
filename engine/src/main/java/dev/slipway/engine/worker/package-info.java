/// The loop that converges what runs with what is written. Start reading at `Worker`.
@NullMarked
package dev.slipway.engine.worker;

import org.jspecify.annotations.NullMarked;
