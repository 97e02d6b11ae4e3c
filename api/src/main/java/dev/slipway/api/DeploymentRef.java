package dev.slipway.api;

import dev.slipway.api.http.Errors;
import dev.slipway.api.http.Request;
import dev.slipway.engine.catalog.DeploymentCatalog;

/// How a path names a deployment: by its id or as production or development.
enum DeploymentRef {
  BY_ID,
  PRODUCTION,
  DEVELOPMENT;

  /// The id of the deployment that the request names.
  String id(DeploymentCatalog catalog, Request request) {
    return switch (this) {
      case BY_ID -> request.value("deployment_id");
      case PRODUCTION -> Errors.value(catalog.production(request.model()));
      case DEVELOPMENT -> Errors.value(catalog.development(request.model()));
    };
  }
}
