/// The demo: two versions, live traffic, a promotion and its cancel, checked against its own
/// claims. Start reading at `Demo`.
@NullMarked
package dev.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
