package dev.slipway.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key without its secret part.
///
/// @param prefix the part before the dot
/// @param name null where none was given
/// @param type a published key type, for example PERSONAL
/// @param modelIds the models it is limited to; null for all
/// @param owner always null
/// @param createdAt an addition of newer published clients, which need it
public record APIKeyInfoV1(
    String prefix,
    @Nullable String name,
    String type,
    @Nullable List<String> modelIds,
    @Nullable String teamName,
    @Nullable APIKeyOwnerV1 owner,
    Instant createdAt) {
  public APIKeyInfoV1 {
    modelIds = modelIds == null ? null : List.copyOf(modelIds);
  }
}
