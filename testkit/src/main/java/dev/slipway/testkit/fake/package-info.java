/// Fakes of the engine's ports, and time that a test moves by hand. Start reading at `FakeRoutes`.
@NullMarked
package dev.slipway.testkit.fake;

import org.jspecify.annotations.NullMarked;
