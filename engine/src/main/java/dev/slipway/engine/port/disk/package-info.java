/// The port to the disk of the data directory: how much room it has, and what its errors mean.
/// Start reading at `Disk`.
@NullMarked
package dev.slipway.engine.port.disk;

import org.jspecify.annotations.NullMarked;
