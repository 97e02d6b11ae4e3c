package dev.slipway.engine.answer;

import java.util.function.Function;

/// What a service of the engine answers: a value, or a refusal that says why not.
public sealed interface Answer<T> {

  record Ok<T>(T value) implements Answer<T> {}

  record No<T>(Refusal refusal) implements Answer<T> {}

  static <T> Answer<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Answer<T> no(Refusal.Kind kind, String message) {
    return new No<>(new Refusal(kind, message));
  }

  static <T> Answer<T> invalid(String message) {
    return no(Refusal.Kind.INVALID, message);
  }

  static <T> Answer<T> notFound(String message) {
    return no(Refusal.Kind.NOT_FOUND, message);
  }

  default <R> Answer<R> map(Function<T, R> change) {
    return switch (this) {
      case Ok<T>(var value) -> new Ok<>(change.apply(value));
      case No<T>(var refusal) -> new No<>(refusal);
    };
  }

  default <R> Answer<R> then(Function<T, Answer<R>> change) {
    return switch (this) {
      case Ok<T>(var value) -> change.apply(value);
      case No<T>(var refusal) -> new No<>(refusal);
    };
  }
}
