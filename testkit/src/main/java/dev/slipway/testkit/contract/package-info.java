/// Contract suites: what the fake and every real adapter of a port must pass. Start reading at
/// `StoreContract`.
@NullMarked
package dev.slipway.testkit.contract;

import org.jspecify.annotations.NullMarked;
