/// Replicas as processes: launch, probe, restart, adopt, end. Start reading at `Supervisor`.
@NullMarked
package dev.slipway.runtime.process;

import org.jspecify.annotations.NullMarked;
