package dev.slipway.app.house;

/// One breach of a rule: where, and what is wrong there. Lines count from 1.
record Finding(String path, int line, String what) {
  @Override
  public String toString() {
    return path + ":" + line + ": " + what;
  }
}
