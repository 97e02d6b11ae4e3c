package dev.slipway.api.http;

import dev.slipway.api.input.Problem;

/// The form of refusals that the clients of a route read.
@FunctionalInterface
public interface ErrorRenderer {
  /// That of the management API.
  ErrorRenderer JSON = Errors::json;

  Reply render(Problem problem);
}
