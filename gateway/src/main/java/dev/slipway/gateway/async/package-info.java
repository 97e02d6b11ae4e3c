/// The asynchronous endpoints of the inference port, and the loop-back by which accepted requests
/// are sent. Start reading at `AsyncEndpoints`.
@NullMarked
package dev.slipway.gateway.async;

import org.jspecify.annotations.NullMarked;
