package dev.slipway.api;

/// The form of refusals that the clients of a route read.
@FunctionalInterface
interface ErrorRenderer {
  /// That of the management API.
  ErrorRenderer JSON = Errors::json;

  Reply render(Problem problem);
}
