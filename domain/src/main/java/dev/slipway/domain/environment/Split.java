package dev.slipway.domain.environment;

/// How an environment's traffic is divided. There is no fourth case: traffic never points at three
/// deployments, and shares always sum to 100.
public sealed interface Split {

  /// Nothing is deployed to the environment.
  record None() implements Split {}

  /// All traffic goes to one deployment.
  ///
  /// @param deployment deployment id
  record Whole(String deployment) implements Split {}

  /// A promotion is on its way.
  ///
  /// @param stable id of the previous deployment, the side that a cancel returns to
  /// @param candidate id of the deployment that is being promoted
  /// @param candidatePercent the candidate's share, 0 to 100
  record Shared(String stable, String candidate, int candidatePercent) implements Split {
    public Shared {
      if (candidatePercent < 0 || candidatePercent > 100) {
        throw new IllegalArgumentException(
            "candidatePercent: " + candidatePercent + " (expected: 0 to 100)");
      }
      if (stable.equals(candidate)) {
        throw new IllegalArgumentException("stable and candidate: both " + stable);
      }
    }
  }

  /// The share of `deployment` under this split, 0 to 100.
  default int percentTo(String deployment) {
    return switch (this) {
      case None() -> 0;
      case Whole(var only) -> only.equals(deployment) ? 100 : 0;
      case Shared(var stable, var candidate, var percent) -> {
        if (candidate.equals(deployment)) {
          yield percent;
        }
        yield stable.equals(deployment) ? 100 - percent : 0;
      }
    };
  }
}
