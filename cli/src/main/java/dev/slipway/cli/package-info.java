/// The command line: one class that lists the commands. Start reading at `Cli`.
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
