/// The limits, timeouts and clock that the lanes are given. Start reading at `ProxySettings`.
@NullMarked
package dev.slipway.gateway.settings;

import org.jspecify.annotations.NullMarked;
