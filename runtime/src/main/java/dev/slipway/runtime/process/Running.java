package dev.slipway.runtime.process;

/// The process that a supervisor watches, with the results of its probes. Used by one thread.
final class Running {
  final ProcessTree tree;

  /// The PORT that it was given.
  final int givenPort;

  /// Something listened on server_port before this process was started.
  final boolean serverPortTaken;

  /// Whether this server started it: only then can its exit code be read.
  final boolean child;

  /// The port it answers on, or is expected to.
  int port;

  boolean wasReady;
  boolean ready;
  long readySince;
  int readinessFailures;
  int livenessFailures;
  String lastAnswer = "it was not probed yet";

  Running(
      ProcessTree tree,
      int givenPort,
      int port,
      boolean serverPortTaken,
      boolean wasReady,
      boolean child) {
    this.tree = tree;
    this.givenPort = givenPort;
    this.port = port;
    this.serverPortTaken = serverPortTaken;
    this.wasReady = wasReady;
    this.child = child;
  }
}
