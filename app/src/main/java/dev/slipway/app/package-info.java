/// The process: command line, composition root, data directory. Start reading at `Main`, then
/// `Server`.
@NullMarked
package dev.slipway.app;

import org.jspecify.annotations.NullMarked;
