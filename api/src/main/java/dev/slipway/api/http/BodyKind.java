package dev.slipway.api.http;

/// The kind of body that a route takes, and its size limit.
public enum BodyKind {
  /// No body; one that is sent is left unread.
  NOTHING(64 * 1024),
  /// Nothing, or an empty JSON object.
  COMMAND(64 * 1024),
  /// A JSON object; an empty body counts as an empty object.
  OPTIONAL(64 * 1024),
  /// A JSON object.
  JSON(256 * 1024),
  /// A JSON object that holds a model's config.
  CONFIG(2 * 1024 * 1024),
  /// Bytes, which the handler reads as they come.
  BYTES(0);

  private final int limit;

  BodyKind(int limit) {
    this.limit = limit;
  }

  /// The most bytes of a body.
  public int limit() {
    return limit;
  }
}
