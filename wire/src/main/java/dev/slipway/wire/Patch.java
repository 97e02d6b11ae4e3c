package dev.slipway.wire;

import org.jspecify.annotations.Nullable;

/// A field of a change, where leaving it out and setting it to null mean different things.
public sealed interface Patch<T> {
  /// The field was left out: nothing changes.
  record Absent<T>() implements Patch<T> {}

  /// The field is null: what was set is taken away.
  record Clear<T>() implements Patch<T> {}

  /// The field has a value.
  record Put<T>(T value) implements Patch<T> {}

  /// What `old` becomes.
  default @Nullable T applied(@Nullable T old) {
    return switch (this) {
      case Absent<T> _ -> old;
      case Clear<T> _ -> null;
      case Put<T>(var value) -> value;
    };
  }
}
