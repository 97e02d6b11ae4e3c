package dev.slipway.engine.port.runtime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A search in the logs of some deployments.
///
/// @param deployments ids whose logs are merged
/// @param from first moment, inclusive
/// @param to last moment, inclusive
/// @param newestFirst order of the answer; with `limit` it also says which end is cut
/// @param limit 1 to 1000
public record LogQuery(
    List<String> deployments,
    Instant from,
    Instant to,
    boolean newestFirst,
    int limit,
    Filter filter) {

  /// The conditions that a line must meet, all of them.
  ///
  /// @param minLevel lines without a level are left out where it is set; null: all
  /// @param replica null: all
  /// @param requestId null: all
  /// @param pattern RE2 that must be found; null: none
  /// @param includes each must occur in the message
  /// @param excludes none may occur in the message
  /// @param origin null: all
  public record Filter(
      LogLine.@Nullable Level minLevel,
      @Nullable String replica,
      @Nullable String requestId,
      @Nullable String pattern,
      List<String> includes,
      List<String> excludes,
      @Nullable Origin origin) {
    public static final Filter NONE =
        new Filter(null, null, null, null, List.of(), List.of(), null);

    /// Whether lines of `replica` are asked for; null: those of no replica.
    public boolean wants(@Nullable String of) {
      boolean fits =
          switch (origin) {
            case REPLICA -> of != null;
            case SERVER -> of == null;
            case null -> true;
          };
      return fits && (replica == null || replica.equals(of));
    }
  }

  /// The writer of a line.
  public enum Origin {
    /// A replica.
    REPLICA,
    /// Slipway itself: what became of the deployment.
    SERVER
  }
}
