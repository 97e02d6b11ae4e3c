package dev.slipway.gateway.proxy;

import io.netty.util.AsciiString;

/// A small fixed set of header names, looked up without regard to case and without a copy.
final class FieldNames {
  private final CharSequence[] slots;
  private final int mask;

  FieldNames(String... names) {
    slots = new CharSequence[Integer.highestOneBit(names.length * 4)];
    mask = slots.length - 1;
    for (var name : names) {
      int at = AsciiString.hashCode(name) & mask;
      while (slots[at] != null) {
        at = (at + 1) & mask;
      }
      slots[at] = AsciiString.cached(name);
    }
  }

  boolean contains(CharSequence name) {
    for (int at = AsciiString.hashCode(name) & mask; slots[at] != null; at = (at + 1) & mask) {
      if (AsciiString.contentEqualsIgnoreCase(slots[at], name)) {
        return true;
      }
    }
    return false;
  }
}
