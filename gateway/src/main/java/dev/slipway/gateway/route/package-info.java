/// Where a request goes: the table in use, the resolved address, the exact pick and its lease.
/// Start reading at `CompiledTable`, then `Picker`.
@NullMarked
package dev.slipway.gateway.route;

import org.jspecify.annotations.NullMarked;
