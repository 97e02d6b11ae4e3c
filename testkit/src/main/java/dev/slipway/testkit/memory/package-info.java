/// The store in memory, with crashes at any write. Start reading at `MemoryStore`.
@NullMarked
package dev.slipway.testkit.memory;

import org.jspecify.annotations.NullMarked;
