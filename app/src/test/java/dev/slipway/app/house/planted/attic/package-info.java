/// A planted package that belongs to no module.
@NullMarked
package dev.slipway.app.house.planted.attic;

import org.jspecify.annotations.NullMarked;
