package dev.slipway.app;

import dev.slipway.engine.Routes;
import dev.slipway.engine.Runtime;
import dev.slipway.runtime.LocalRuntime;
import dev.slipway.runtime.RuntimeSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server is made of that may be another in a rehearsal or a test.
///
/// @param vertx event loops that are there already; null: the server makes its own
/// @param runtime makes what runs the replicas, from the data directory
/// @param watch what stands between the engine and the gateway, and sees every table
/// @param log where is written what calls changed, and what moved
record Outfit(
    @Nullable Vertx vertx,
    Function<Path, Runtime> runtime,
    UnaryOperator<Routes> watch,
    Logger log) {
  /// Replicas as processes of this machine.
  static final Outfit REAL =
      new Outfit(
          null,
          data ->
              new LocalRuntime(
                  data, InstantSource.system(), RuntimeSettings.DEFAULT, System.getenv()),
          UnaryOperator.identity(),
          LoggerFactory.getLogger("dev.slipway.Server"));

  static Outfit watched(UnaryOperator<Routes> watch) {
    return new Outfit(null, REAL.runtime(), watch, REAL.log());
  }
}
