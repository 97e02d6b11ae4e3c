/// The facade that hands every service of the engine to the composition root. Start reading at
/// `Engine`.
///
/// Most tests of the engine are scenarios on fakes and manual time; they stand in the module `sim`.
@NullMarked
package dev.slipway.engine;

import org.jspecify.annotations.NullMarked;
