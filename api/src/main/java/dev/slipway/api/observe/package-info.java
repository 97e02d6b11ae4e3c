/// Logs and metrics as the published API shows them. Start reading at `Logs`.
@NullMarked
package dev.slipway.api.observe;

import org.jspecify.annotations.NullMarked;
