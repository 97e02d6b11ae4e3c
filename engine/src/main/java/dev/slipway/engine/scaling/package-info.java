/// Autoscaling: the demand that gateways saw, and the number of replicas that follows. Start
/// reading at `Autoscaler`.
@NullMarked
package dev.slipway.engine.scaling;

import org.jspecify.annotations.NullMarked;
