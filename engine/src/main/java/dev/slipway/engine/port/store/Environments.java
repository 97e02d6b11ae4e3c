package dev.slipway.engine.port.store;

import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of environments. A row whose routing cannot be read comes back with all traffic on its
/// current deployment (promise P8), and the store logs that once.
public interface Environments {
  void insert(Environment environment);

  /// Replaces the row with the same key, which must exist.
  void update(Environment environment);

  @Nullable Environment find(EnvironmentKey key);

  /// The environments of a model, oldest first.
  List<Environment> ofModel(String modelId);

  /// All environments, oldest first.
  List<Environment> all();

  void delete(EnvironmentKey key);
}
