/// The planted engine, at the other end of a planted circle.
@NullMarked
package dev.slipway.app.house.planted.engine;

import org.jspecify.annotations.NullMarked;
