/// Reading requests strictly: fields, queries, settings, with errors that name the field. Start
/// reading at `Fields`.
@NullMarked
package dev.slipway.api.input;

import org.jspecify.annotations.NullMarked;
