package dev.slipway.cli.push;

import dev.slipway.cli.push.Archive.LeftOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What is said of a packed directory: what stayed here, and what that may break.
final class PackedText {
  /// Things that are named for one reason.
  static final int MAX_NAMED = 5;

  private PackedText() {}

  /// One line for each reason, such as `Left out (.gitignore): data/, a.log and 3 more.`
  static List<String> leftOut(Archive.Packed packed) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (LeftOut one : packed.leftOut()) {
      byReason.computeIfAbsent(one.reason(), _ -> new ArrayList<>()).add(one.path());
    }
    var lines = new ArrayList<String>();
    byReason.forEach((reason, paths) -> {
      var named = String.join(", ", paths.subList(0, Math.min(MAX_NAMED, paths.size())));
      int more = paths.size() - MAX_NAMED;
      lines.add(
          "Left out (%s): %s%s."
              .formatted(reason, named, more > 0 ? " and " + more + " more" : ""));
    });
    return lines;
  }

  /// @param command the config's start command; empty: there is none
  static List<String> warnings(Archive.Packed packed, String command) {
    var warnings = new ArrayList<String>();
    if (packed.entries() <= 1) {
      warnings.add(
          "Nothing but %s is sent. If the model needs files, push the directory that holds them."
              .formatted(ModelConfig.FILE));
    }
    for (LeftOut one : packed.leftOut()) {
      String path = one.path();
      var word =
          Pattern.compile(
              "(?<![\\w./-])(?:\\./)?"
                  + Pattern.quote(path)
                  + (path.endsWith("/") ? "" : "(?![\\w/-])"));
      if (word.matcher(command).find()) {
        warnings.add(
            "start_command names %s, which is left out (%s). %s"
                .formatted(path, one.reason(), todo(one)));
      }
    }
    return warnings;
  }

  /// What else to do where something is needed that stays here, a sentence.
  private static String todo(LeftOut one) {
    return switch (one.reason()) {
      case IgnoreRules.SECRETS ->
          "Give what it sets as environment_variables of the config, or as secrets of the team.";
      case IgnoreRules.ENVIRONMENT ->
          "It works on this machine alone: make one where the model runs, in start_command, or name"
              + " packages in requirements and let the build of a Truss model make it.";
      case IgnoreRules.NEVER ->
          "Copy what the model needs of it to another place in the model directory.";
      default -> "To send it, write '!%s' into %s.".formatted(one.path(), IgnoreRules.OWN);
    };
  }
}
