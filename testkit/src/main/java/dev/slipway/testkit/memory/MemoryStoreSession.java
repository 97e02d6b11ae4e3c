package dev.slipway.testkit.memory;

/// The state of a transaction: whether it may still be used, and may write.
final class MemoryStoreSession {
  private final boolean writable;
  private boolean ended;

  MemoryStoreSession(boolean writable) {
    this.writable = writable;
  }

  void end() {
    ended = true;
  }

  void checkOpen() {
    if (ended) {
      throw new IllegalStateException(
          "transaction used after its end (expected: only inside the function it was handed to)");
    }
  }

  void checkWritable() {
    checkOpen();
    if (!writable) {
      throw new IllegalStateException("write inside Store.read (expected: inside Store.transact)");
    }
  }
}
