/// JSON columns: written from records, read back with every past version in mind. Start reading at
/// `JsonColumns`.
@NullMarked
package dev.slipway.store.json;

import org.jspecify.annotations.NullMarked;
