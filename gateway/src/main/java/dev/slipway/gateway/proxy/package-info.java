/// Moving bytes between clients and replicas on event loops, with the fence's last look. Start
/// reading at `Lane`, then `Dispatch`.
@NullMarked
package dev.slipway.gateway.proxy;

import org.jspecify.annotations.NullMarked;
