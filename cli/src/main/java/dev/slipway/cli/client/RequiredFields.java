package dev.slipway.cli.client;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;

/// Finds the first field that a record needs and its JSON lacks. A record needs every component
/// that is not `@Nullable`, and so do the records, lists and maps inside it. Null counts as
/// lacking.
final class RequiredFields {
  private RequiredFields() {}

  /// @param path of `node` in the whole; empty where it is the whole
  /// @return its path, for example `timeline[0].at`; null: there is none
  static @Nullable String missing(JsonNode node, Class<?> type, String path) {
    return node.isObject() && type.isRecord() ? inRecord(node, type, path) : null;
  }

  private static @Nullable String inRecord(JsonNode node, Class<?> type, String path) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = name(component);
      String at = path.isEmpty() ? name : path + "." + name;
      String missing = in(node.path(name), component.getAnnotatedType(), at);
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  /// What is not of the kind that the record says, the mapper refuses.
  private static @Nullable String in(JsonNode node, AnnotatedType type, String path) {
    if (node.isNull() || node.isMissingNode()) {
      return type.isAnnotationPresent(Nullable.class) ? null : path;
    }
    Class<?> erased = erased(type.getType());
    if (node.isObject() && erased.isRecord()) {
      return inRecord(node, erased, path);
    }
    if (!(type instanceof AnnotatedParameterizedType generic)) {
      return null;
    }
    AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
    if (node.isArray() && erased == List.class) {
      for (int i = 0; i < node.size(); i++) {
        String missing = in(node.path(i), arguments[0], path + "[" + i + "]");
        if (missing != null) {
          return missing;
        }
      }
    }
    if (node.isObject() && erased == Map.class) {
      for (var entry : node.properties()) {
        String missing = in(entry.getValue(), arguments[1], path + "." + entry.getKey());
        if (missing != null) {
          return missing;
        }
      }
    }
    return null;
  }

  /// How the mapper names a component.
  static String name(RecordComponent component) {
    return PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, component.getName());
  }

  private static Class<?> erased(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p when p.getRawType() instanceof Class<?> c -> c;
      default -> Object.class;
    };
  }
}
