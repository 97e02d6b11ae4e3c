/// The HTTP side of the management API: listener, routing, authentication, limits, errors. Start
/// reading at `Dispatcher`.
@NullMarked
package dev.slipway.api.http;

import org.jspecify.annotations.NullMarked;
