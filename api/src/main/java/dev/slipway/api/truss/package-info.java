/// The GraphQL endpoint that the published truss command speaks to. Start reading at `GraphQl`.
@NullMarked
package dev.slipway.api.truss;

import org.jspecify.annotations.NullMarked;
