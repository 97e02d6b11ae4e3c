package dev.slipway.engine.port.store;

/// The crashes that a transaction survives once [Store#transact] has returned. Both kinds survive
/// the death of the process; they differ in the loss of power, or of the operating system.
public enum Durability {
  /// Everything, the loss of power too.
  DURABLE,

  /// The death of the process. After a loss of power this transaction, and every later one that is
  /// DERIVABLE too, may be gone, the latest first and each as a whole; the next DURABLE one makes
  /// all before it durable. Only for what the engine would decide again, to the same end, from what
  /// is durable: it saves the wait for the disk.
  DERIVABLE
}
