/// Tests over the whole domain, as its rooms act together: the table of commands, the exploration
/// of all states, the pictures in the documents. Start reading at `CommandTableTest`.
@NullMarked
package dev.slipway.domain;

import org.jspecify.annotations.NullMarked;
