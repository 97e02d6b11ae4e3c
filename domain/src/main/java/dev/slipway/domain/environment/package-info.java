/// Environments of a model and how their traffic is split. Start reading at `Environment`.
@NullMarked
package dev.slipway.domain.environment;

import org.jspecify.annotations.NullMarked;
