/// Sockets that are accepted only while there are file descriptors for what matters more. Start
/// reading at `Descriptors`.
@NullMarked
package dev.slipway.app.sockets;

import org.jspecify.annotations.NullMarked;
