package dev.slipway.engine.promotion;

/// The options of a promote call.
///
/// @param scaleDownPrevious false: the previous deployment keeps its replicas, whatever the
///   environment's cleanup strategy says
/// @param preserveInstanceType true: the environment keeps its instance type
public record PromoteOptions(boolean scaleDownPrevious, boolean preserveInstanceType) {
  public static final PromoteOptions DEFAULT = new PromoteOptions(true, true);
}
