package dev.slipway.api;

/// A request that is answered with an error. The message says what was wrong, what was expected and
/// what to do.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final long retryAfter;

  private Problem(int status, String code, String message) {
    this(status, code, message, 0);
  }

  private Problem(int status, String code, String message, long retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /// Seconds; 0: nothing is said about when to come again.
  long retryAfter() {
    return retryAfter;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  static Problem invalid(String message) {
    return new Problem(400, "VALIDATION_ERROR", message);
  }

  /// A part of the published API that this server does not have yet.
  static Problem notAvailable(String what) {
    return invalid(what + " not available yet.");
  }

  static Problem unauthorized(String message) {
    return new Problem(401, "UNAUTHORIZED", message);
  }

  static Problem forbidden(String message) {
    return new Problem(403, "FORBIDDEN", message);
  }

  static Problem notFound(String message) {
    return new Problem(404, "NOT_FOUND", message);
  }

  static Problem wrongMethod(String message) {
    return new Problem(405, "METHOD_NOT_ALLOWED", message);
  }

  static Problem conflict(String message) {
    return new Problem(409, "CONFLICT", message);
  }

  static Problem reused(String message) {
    return new Problem(422, "IDEMPOTENCY_KEY_REUSED", message);
  }

  static Problem tooMany(String message) {
    return new Problem(429, "TOO_MANY_REQUESTS", message);
  }

  static Problem tooSlow(String message) {
    return new Problem(408, "REQUEST_TIMEOUT", message);
  }

  static Problem tooLarge(String message) {
    return new Problem(413, "PAYLOAD_TOO_LARGE", message);
  }

  static Problem wrongType(String message) {
    return new Problem(415, "UNSUPPORTED_MEDIA_TYPE", message);
  }

  /// The text is the published one, to the letter.
  ///
  /// @param seconds until the next call may come, 1 or more
  static Problem tooMany(long seconds) {
    return new Problem(
        429, "RATE_LIMITED", "Rate limit exceeded. Please try again later.", seconds);
  }

  static Problem unavailable(String message) {
    return new Problem(503, "UNAVAILABLE", message);
  }

  /// One with a code of a foreign protocol, whose routes render it themselves.
  static Problem of(int status, String code, String message) {
    return new Problem(status, code, message);
  }

  static Problem internal(String message) {
    return new Problem(500, "INTERNAL_ERROR", message);
  }
}
