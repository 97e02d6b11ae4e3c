package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A size of replica.
///
/// @param gpuType null where there is none
/// @param gpuMemoryLimitMib null where there is none
public record InstanceTypeV1(
    String id,
    String name,
    int memoryLimitMib,
    int millicpuLimit,
    int gpuCount,
    @Nullable String gpuType,
    @Nullable Integer gpuMemoryLimitMib) {}
