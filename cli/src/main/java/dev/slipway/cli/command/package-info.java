/// One class a command. Start reading at `PromoteCommand`.
@NullMarked
package dev.slipway.cli.command;

import org.jspecify.annotations.NullMarked;
