/// The engine's store on SQLite: one writer thread, several readers, migrations. Start reading at
/// `SqlStore`.
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
