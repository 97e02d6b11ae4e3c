/// A push: reading the config, packing the directory, sending it, waiting for the deployment. Start
/// reading at `Pusher`.
@NullMarked
package dev.slipway.cli.push;

import org.jspecify.annotations.NullMarked;
