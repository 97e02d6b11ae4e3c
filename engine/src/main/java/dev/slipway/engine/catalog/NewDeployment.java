package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.LaunchSpec;
import dev.slipway.engine.promotion.PromoteOptions;
import org.jspecify.annotations.Nullable;

/// A deployment that is to be created; its config was checked already.
///
/// @param name null: `deployment-<n>`
/// @param archive key of an upload; null: from its config alone
/// @param environment promote to it as soon as it is ready; null: none named
/// @param promotion the options of that promotion
public record NewDeployment(
    @Nullable String name,
    @Nullable String archive,
    Config config,
    LaunchSpec launch,
    boolean development,
    @Nullable String environment,
    PromoteOptions promotion) {

  /// @param json the config as JSON
  /// @param raw the config as it was sent; null: not sent
  /// @param labels as JSON; null: none
  public record Config(String json, @Nullable String raw, @Nullable String labels) {}
}
