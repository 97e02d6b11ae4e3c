/// What the local runtime is told, and where its files lie. Start reading at `RuntimeSettings`.
@NullMarked
package dev.slipway.runtime.settings;

import org.jspecify.annotations.NullMarked;
