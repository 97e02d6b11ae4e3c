package dev.slipway.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The keys of a config.yaml that Truss knows.
final class ConfigKeys {
  /// Unknown keys of one config that are named.
  static final int MAX_NAMED = 20;

  private static final String ALL = "/dev/slipway/config/config-keys.txt";
  private static final Set<String> KNOWN = known();

  private final BiConsumer<String, String> found;
  private int named;

  private ConfigKeys(BiConsumer<String, String> found) {
    this.found = found;
  }

  /// Finds keys that Truss does not know.
  ///
  /// @param found takes the path of each, and what is to be said of it
  static void unknown(Map<?, ?> config, BiConsumer<String, String> found) {
    new ConfigKeys(found).map(config, "", "");
  }

  /// @param path where the map is
  /// @param pattern the same as the list has it
  private void map(Map<?, ?> map, String path, String pattern) {
    if (KNOWN.contains(pattern + ".*")) {
      return;
    }
    String before = path.isEmpty() ? "" : path + ".";
    String patternBefore = pattern.isEmpty() ? "" : pattern + ".";
    for (var entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (KNOWN.contains(patternBefore + name)) {
        value(entry.getValue(), before + name, patternBefore + name);
      } else if (named++ < MAX_NAMED) {
        found.accept(before + name, said(name, patternBefore));
      }
    }
  }

  private void value(@Nullable Object value, String path, String pattern) {
    if (value instanceof Map<?, ?> map) {
      map(map, path, pattern);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) instanceof Map<?, ?> map) {
          map(map, path + "[" + i + "]", pattern + "[]");
        }
      }
    }
  }

  private static String said(String name, String patternBefore) {
    var siblings = new ArrayList<String>();
    String elsewhere = null;
    for (String known : KNOWN) {
      if (known.startsWith(patternBefore)) {
        String rest = known.substring(patternBefore.length());
        if (!rest.contains(".") && !rest.contains("[")) {
          siblings.add(rest);
        }
      }
      if (elsewhere == null && known.endsWith("." + name)) {
        elsewhere = known;
      }
    }
    String near = Nearest.of(name, siblings);
    String meant = near == null ? elsewhere : patternBefore + near;
    return "unknown key, without effect."
        + (meant == null ? "" : " Did you mean \"" + meant + "\"?");
  }

  private static Set<String> known() {
    try (var in = ConfigKeys.class.getResourceAsStream(ALL)) {
      if (in == null) {
        throw new IllegalStateException(ALL + " is not in the program (expected: it is)");
      }
      return new TreeSet<>(new String(in.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
