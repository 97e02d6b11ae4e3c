/// Truss models: a virtual environment is built, and Truss's own server is started in it. Start
/// reading at `TrussBuilder`.
@NullMarked
package dev.slipway.runtime.truss;

import org.jspecify.annotations.NullMarked;
