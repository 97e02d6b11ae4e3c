package dev.slipway.runtime.process;

import org.jspecify.annotations.Nullable;

/// The process that a supervisor watches, with the results of its probes. Used by one thread.
final class Running {
  final ProcessTree tree;

  /// The PORT that it was given.
  final int givenPort;

  /// Something listened on server_port before this process was started.
  final boolean serverPortTaken;

  /// Whether this server started it: only then can its exit code be read.
  final boolean child;

  final HealthJudge judge;

  /// The port it answers on, or is expected to.
  int port;

  long readySince;

  /// When it is said again why it is not ready.
  long nextWord;

  /// Why it is not ready, as part of a sentence; null: it is, or has not taken long yet.
  @Nullable String notReady;

  String lastAnswer = "it was not probed yet";

  Running(
      ProcessTree tree,
      int givenPort,
      int port,
      boolean serverPortTaken,
      boolean child,
      HealthJudge judge) {
    this.tree = tree;
    this.givenPort = givenPort;
    this.port = port;
    this.serverPortTaken = serverPortTaken;
    this.child = child;
    this.judge = judge;
  }
}
