package dev.slipway.api;

/// The longest texts that bodies and queries may hold, in characters, and the longest lists.
final class Limits {
  /// Names of models, deployments and teams.
  static final int NAME = 255;

  /// Ids and keys of things.
  static final int ID = 512;

  /// The reason of a cancel.
  static final int REASON = 500;

  /// config.yaml to the letter.
  static final int RAW_CONFIG = 100 * 1024;

  /// The parsed config as JSON.
  static final int CONFIG = 1024 * 1024;

  /// The parsed config as JSON, or config.yaml, in base64.
  static final int ENCODED_CONFIG = 4 * (CONFIG / 3 + 1);

  /// The labels as JSON.
  static final int LABELS = 16 * 1024;

  /// Filters of logs.
  static final int LOG_FILTER = 256;

  /// Filters of one kind in one query for logs.
  static final int LOG_FILTERS = 8;

  /// Models that one key is limited to.
  static final int KEY_MODELS = 100;

  private Limits() {}
}
