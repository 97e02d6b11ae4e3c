/// The planted store, which helps itself to time, randomness and the console.
@NullMarked
package dev.slipway.app.house.planted.store;

import org.jspecify.annotations.NullMarked;
