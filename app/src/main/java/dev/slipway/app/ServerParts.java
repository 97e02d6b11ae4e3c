package dev.slipway.app;

import dev.slipway.engine.port.disk.Disk;
import dev.slipway.engine.port.routes.Routes;
import dev.slipway.engine.port.runtime.Runtime;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/// The parts of a server that a warm-up or a test replaces.
///
/// @param vertx event loops that run already; null: the server starts its own
/// @param runtime makes what runs the replicas, from the data directory
/// @param routes makes, from the gateway, what the engine publishes its tables to
/// @param disk finds the room on the disk of the data directory
/// @param log gets a line for each change that a call makes, and for each move of a promotion
record ServerParts(
    @Nullable Vertx vertx,
    Function<Path, Runtime> runtime,
    UnaryOperator<Routes> routes,
    Function<Path, Disk> disk,
    Logger log) {}
