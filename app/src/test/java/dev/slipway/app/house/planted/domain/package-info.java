/// The planted domain, which breaks the rules on the domain, on names and on circles.
@NullMarked
package dev.slipway.app.house.planted.domain;

import org.jspecify.annotations.NullMarked;
