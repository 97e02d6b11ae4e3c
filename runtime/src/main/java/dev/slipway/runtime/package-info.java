/// The runtime whose replicas are processes of this machine. Start reading at `LocalRuntime`.
@NullMarked
package dev.slipway.runtime;

import org.jspecify.annotations.NullMarked;
