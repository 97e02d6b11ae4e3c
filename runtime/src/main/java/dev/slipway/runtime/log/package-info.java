/// What replicas print: kept in segments, read back by cursor and search. Start reading at
/// `LogStore`.
@NullMarked
package dev.slipway.runtime.log;

import org.jspecify.annotations.NullMarked;
