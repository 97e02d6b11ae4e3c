/// The port to the database: one transaction, a table for each kind of row. Start reading at
/// `Store`.
@NullMarked
package dev.slipway.engine.port.store;

import org.jspecify.annotations.NullMarked;
