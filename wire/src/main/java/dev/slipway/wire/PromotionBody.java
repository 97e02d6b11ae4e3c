package dev.slipway.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One promotion; an addition to the published API.
///
/// @param kind plain, canary or rolling
/// @param status a published promotion status
/// @param previousDeploymentId where a cancel returns to; null where the environment had none
/// @param sourceDeploymentId what was named in the promote call
/// @param candidateDeploymentId the source itself or its copy
/// @param errorMessage null where nothing has failed
/// @param endedAt null where it is still going on
public record PromotionBody(
    String id,
    String modelId,
    String environment,
    String kind,
    String status,
    @Nullable String previousDeploymentId,
    String sourceDeploymentId,
    String candidateDeploymentId,
    @Nullable String errorMessage,
    Instant startedAt,
    @Nullable Instant endedAt) {}
