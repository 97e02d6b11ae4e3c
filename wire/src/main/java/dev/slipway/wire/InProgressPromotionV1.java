package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A promotion on its way.
///
/// @param status a published promotion status, for example RAMPING_UP
/// @param percentTrafficToNewVersion 0 to 100
/// @param errorMessage null where nothing has failed
public record InProgressPromotionV1(
    String status,
    int percentTrafficToNewVersion,
    @Nullable String errorMessage,
    @Nullable Boolean rollingDeploy) {}
