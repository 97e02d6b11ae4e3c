/// The port to what runs replicas: start, stop, observe, read logs. Start reading at `Runtime`.
@NullMarked
package dev.slipway.engine.port.runtime;

import org.jspecify.annotations.NullMarked;
