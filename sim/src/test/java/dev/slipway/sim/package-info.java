@NullMarked
package dev.slipway.sim;

import org.jspecify.annotations.NullMarked;
