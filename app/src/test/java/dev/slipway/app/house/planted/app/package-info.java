/// The planted app, which may do what the planted store may not.
@NullMarked
package dev.slipway.app.house.planted.app;

import org.jspecify.annotations.NullMarked;
