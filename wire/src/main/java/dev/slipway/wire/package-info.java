/// The JSON bodies of the API as records, one file a resource; read by the server and by its
/// clients.
@NullMarked
package dev.slipway.wire;

import org.jspecify.annotations.NullMarked;
