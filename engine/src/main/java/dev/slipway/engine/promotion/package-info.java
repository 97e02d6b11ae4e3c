/// Promotions: commands decide in one transaction, the reconciler goes on from what is written, the
/// fence confirms. Start reading at `Promotions`, then `Reconciler`.
@NullMarked
package dev.slipway.engine.promotion;

import org.jspecify.annotations.NullMarked;
