/// Loops on a thread of their own that a nudge wakes. Start reading at `Nudge`.
@NullMarked
package dev.slipway.engine.loop;

import org.jspecify.annotations.NullMarked;
