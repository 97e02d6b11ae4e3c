/// One class for each table: its statements and how rows become records. Start reading at `SqlTx`.
@NullMarked
package dev.slipway.store.table;

import org.jspecify.annotations.NullMarked;
