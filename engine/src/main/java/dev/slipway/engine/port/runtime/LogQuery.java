package dev.slipway.engine.port.runtime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of a log search; they hold together.
///
/// @param deployments ids whose logs are merged
/// @param from first moment, inclusive
/// @param to last moment, inclusive
/// @param newestFirst order of the answer; with `limit` it also says which end is cut
/// @param limit 1 to 1000
/// @param minLevel lines without a level are left out where it is set; null: all
/// @param replica null: all
/// @param requestId null: all
/// @param pattern RE2 that must be found; null: none
/// @param includes each must occur in the message
/// @param excludes none may occur in the message
/// @param origin null: all
public record LogQuery(
    List<String> deployments,
    Instant from,
    Instant to,
    boolean newestFirst,
    int limit,
    LogLine.@Nullable Level minLevel,
    @Nullable String replica,
    @Nullable String requestId,
    @Nullable String pattern,
    List<String> includes,
    List<String> excludes,
    @Nullable Origin origin) {

  /// Who wrote a line.
  public enum Origin {
    /// A replica.
    REPLICA,
    /// Slipway itself: what became of the deployment.
    SERVER
  }

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
