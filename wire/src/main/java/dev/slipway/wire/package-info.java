@NullMarked
package dev.slipway.wire;

import org.jspecify.annotations.NullMarked;
