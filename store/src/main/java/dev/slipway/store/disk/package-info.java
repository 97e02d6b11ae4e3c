/// The disk under the database: its room, what is kept back of it, and what its errors mean. Start
/// reading at `DataDisk`.
@NullMarked
package dev.slipway.store.disk;

import org.jspecify.annotations.NullMarked;
