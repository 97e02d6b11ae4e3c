/// The data plane: takes new tables, answers fences, counts. Start reading at `Gateway`.
@NullMarked
package dev.slipway.gateway;

import org.jspecify.annotations.NullMarked;
