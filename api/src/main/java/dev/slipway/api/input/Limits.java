package dev.slipway.api.input;

import dev.slipway.engine.catalog.Names;

/// The longest texts that bodies and queries may hold, in characters, and the longest lists.
public final class Limits {
  /// Names of models, deployments and teams.
  public static final int NAME = Names.MAX_LENGTH;

  /// Names of environments.
  public static final int ENVIRONMENT = Names.MAX_ENVIRONMENT_LENGTH;

  /// Ids and keys of things.
  public static final int ID = 512;

  /// The reason of a cancel.
  public static final int REASON = 500;

  /// config.yaml to the letter.
  public static final int RAW_CONFIG = 100 * 1024;

  /// The parsed config as JSON.
  static final int CONFIG = 1024 * 1024;

  /// The parsed config as JSON, or config.yaml, in base64.
  public static final int ENCODED_CONFIG = 4 * (CONFIG / 3 + 1);

  /// The labels as JSON.
  public static final int LABELS = 16 * 1024;

  /// Filters of logs.
  public static final int LOG_FILTER = 256;

  /// Filters of one kind in one query for logs.
  public static final int LOG_FILTERS = 8;

  /// Models that one key is limited to.
  public static final int KEY_MODELS = 100;

  private Limits() {}
}
