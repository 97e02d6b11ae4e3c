/// The rules of the house, kept by tests: start at `HouseTest`; `PlantedBreachTest` and
/// `PlantedSourcesTest` show that each rule finds its breach.
@NullMarked
package dev.slipway.app.house;

import org.jspecify.annotations.NullMarked;
