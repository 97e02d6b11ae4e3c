/// What a terminal shows: tables, colours, receipts as text. Start reading at `Terminal`.
@NullMarked
package dev.slipway.cli.term;

import org.jspecify.annotations.NullMarked;
