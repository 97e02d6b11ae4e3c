/// The errors that the gateway answers with itself, and its JSON. Start reading at `ErrorAnswer`.
@NullMarked
package dev.slipway.gateway.error;

import org.jspecify.annotations.NullMarked;
