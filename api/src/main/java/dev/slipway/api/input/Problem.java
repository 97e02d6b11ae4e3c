package dev.slipway.api.input;

/// A request that is answered with an error. The message says what was wrong, what was expected and
/// what to do.
public final class Problem extends RuntimeException {
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

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }

  /// Seconds; 0: nothing is said about when to come again.
  public long retryAfter() {
    return retryAfter;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public static Problem invalid(String message) {
    return new Problem(400, "VALIDATION_ERROR", message);
  }

  /// A part of the published API that this server does not have yet.
  public static Problem notAvailable(String what) {
    return invalid(what + " not available yet.");
  }

  public static Problem unauthorized(String message) {
    return new Problem(401, "UNAUTHORIZED", message);
  }

  public static Problem forbidden(String message) {
    return new Problem(403, "FORBIDDEN", message);
  }

  public static Problem notFound(String message) {
    return new Problem(404, "NOT_FOUND", message);
  }

  public static Problem wrongMethod(String message) {
    return new Problem(405, "METHOD_NOT_ALLOWED", message);
  }

  public static Problem conflict(String message) {
    return new Problem(409, "CONFLICT", message);
  }

  public static Problem reused(String message) {
    return new Problem(422, "IDEMPOTENCY_KEY_REUSED", message);
  }

  public static Problem tooMany(String message) {
    return new Problem(429, "TOO_MANY_REQUESTS", message);
  }

  public static Problem tooSlow(String message) {
    return new Problem(408, "REQUEST_TIMEOUT", message);
  }

  public static Problem tooLarge(String message) {
    return new Problem(413, "PAYLOAD_TOO_LARGE", message);
  }

  public static Problem wrongType(String message) {
    return new Problem(415, "UNSUPPORTED_MEDIA_TYPE", message);
  }

  /// The text is the published one, to the letter.
  ///
  /// @param seconds until the next call may come, 1 or more
  public static Problem tooMany(long seconds) {
    return new Problem(
        429, "RATE_LIMITED", "Rate limit exceeded. Please try again later.", seconds);
  }

  public static Problem unavailable(String message) {
    return new Problem(503, "UNAVAILABLE", message);
  }

  /// There is no room for what was sent.
  ///
  /// @param code DISK_FULL or DISK_QUOTA_EXCEEDED
  public static Problem noRoom(String code, String message) {
    return new Problem(507, code, message);
  }

  /// What is stored cannot be reached, read or written now.
  ///
  /// @param seconds until the next call may go through; 0: an operator must help first
  public static Problem unavailable(String code, String message, long seconds) {
    return new Problem(503, code, message, seconds);
  }

  /// What is stored is damaged.
  public static Problem damaged(String message) {
    return new Problem(500, "STORAGE_DAMAGED", message);
  }

  /// One with a code of a foreign protocol, whose routes render it themselves.
  public static Problem of(int status, String code, String message) {
    return new Problem(status, code, message);
  }

  public static Problem internal(String message) {
    return new Problem(500, "INTERNAL_ERROR", message);
  }
}
