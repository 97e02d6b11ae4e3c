/// Certificates from files, renewed while the server runs. Start reading at `TlsFiles`.
@NullMarked
package dev.slipway.app.tls;

import org.jspecify.annotations.NullMarked;
