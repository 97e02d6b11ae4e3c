/// A small JDBC layer: named parameters, prepared statements, mapped failures. Start reading at
/// `Prepared`.
@NullMarked
package dev.slipway.store.jdbc;

import org.jspecify.annotations.NullMarked;
