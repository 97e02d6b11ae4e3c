/// The facade that hands every service of the engine to the composition root. Start reading at
/// `Engine`.
@NullMarked
package dev.slipway.engine;

import org.jspecify.annotations.NullMarked;
