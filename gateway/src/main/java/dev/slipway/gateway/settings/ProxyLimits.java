package dev.slipway.gateway.settings;

/// How much of everything the lanes take.
///
/// @param bodyBytes of one request; more is answered 413
/// @param bufferedBodyBytes a body up to this length is held, so that it can be sent again; a
///   longer one, or one of unknown length, is streamed
/// @param queuedPerDeployment requests that wait for a place on one deployment; more get 429
/// @param headBytes of all header lines of one request or answer; more is answered 431
/// @param pathBytes of the request line; more is answered 414
/// @param idlePerReplica connections that one lane keeps open to a replica without a request
/// @param clientsPerLane connections of clients to one lane; more are closed at once
public record ProxyLimits(
    long bodyBytes,
    int bufferedBodyBytes,
    int queuedPerDeployment,
    int headBytes,
    int pathBytes,
    int idlePerReplica,
    int clientsPerLane) {
  public static final ProxyLimits DEFAULT =
      new ProxyLimits(100_000_000L, 64 * 1024, 1_000, 32 * 1024, 16 * 1024, 256, 20_000);

  public ProxyLimits {
    require(bodyBytes >= 0, "bodyBytes: " + bodyBytes + " (expected: 0 or more)");
    require(
        queuedPerDeployment >= 0,
        "queuedPerDeployment: " + queuedPerDeployment + " (expected: 0 or more)");
    require(headBytes >= 1_024, "headBytes: " + headBytes + " (expected: 1024 or more)");
    require(pathBytes >= 256, "pathBytes: " + pathBytes + " (expected: 256 or more)");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
