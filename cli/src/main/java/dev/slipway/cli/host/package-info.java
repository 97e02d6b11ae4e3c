/// What every command needs of the machine it runs on: streams, exit codes, failures. Start reading
/// at `Host`.
@NullMarked
package dev.slipway.cli.host;

import org.jspecify.annotations.NullMarked;
