/// Helpers that every test may use.
@NullMarked
package dev.slipway.testkit;

import org.jspecify.annotations.NullMarked;
