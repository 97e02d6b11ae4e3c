package dev.slipway.domain.promotion;

import dev.slipway.domain.promotion.Explorer.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// docs/promotion-states.md, written from what [Explorer] found.
final class StatePage {
  private static final List<String> ACTIONS =
      Stream.concat(Explorer.COMMANDS.stream().map(Command::action), Stream.of(Explorer.PROMOTE))
          .toList();

  private StatePage() {}

  static String text() {
    return String.join(
        "\n",
        """
        # The states of a promotion

        <!-- Written by PromotionStatesPageTest from the code. Do not edit: run
             ./mvnw -pl domain test -Dtest=PromotionStatesPageTest -Dslipway.write=true -->

        A promotion is in one of the states below; what the API calls its `status` is in brackets. Every arrow is a transition that the code can take, found by walking everywhere
        that a promotion can get to, by every command and every observation; each is taken by a named test (`TransitionCoverageTest`). *seen* is what time and the replicas bring.
        """,
        "```mermaid",
        "stateDiagram-v2",
        String.join("\n", diagram()),
        "```",
        """

        ## What a command does

        The status after the command; \\* where nothing is written, since it holds already. Several answers in one cell depend on what is ready: a cancel ends at once where no
        traffic has moved, and waits for a previous deployment that cannot carry it yet; force_roll_forward needs a ready replica of the candidate. RAMPING_DOWN becomes
        CANCELED when every gateway has confirmed; a cancel of a plain or canary promotion waits for that before it answers. `400` is a refusal, which says why.
        """,
        tables(),
        """
        Where nothing was ever promoted, every command but promote is refused with 400: `Environment production has no in progress promotion.`
        """);
  }

  private static List<String> diagram() {
    List<String> lines = new ArrayList<>();
    for (String state : states()) {
      lines.add("  %s: %s [%s]".formatted(state, words(state), status(state)));
    }
    lines.add("  [*] --> Releasing: promote");
    Map<String, Set<String>> causes = new LinkedHashMap<>();
    for (Edge e : Explorer.ALL.edges) {
      if (!e.from().equals(e.to())) {
        causes
            .computeIfAbsent(e.from() + " --> " + e.to(), _ -> new TreeSet<>())
            .add(e.cause().toLowerCase(Locale.ROOT));
      }
    }
    causes.forEach((arrow, by) -> lines.add("  " + arrow + ": " + String.join(", ", by)));
    for (String end : List.of("Succeeded", "Canceled", "Failed")) {
      lines.add("  " + end + " --> [*]");
    }
    return lines;
  }

  private static String tables() {
    var all = new StringBuilder();
    for (String kind : List.of("plain", "canary", "rolling")) {
      all.append("### ").append(kind).append("\n\n| state | ");
      all.append(
          ACTIONS.stream().map(a -> a.toLowerCase(Locale.ROOT)).collect(Collectors.joining(" | ")));
      all.append(" |\n|---").append("|---".repeat(ACTIONS.size())).append("|\n");
      for (String state : states()) {
        Map<String, Set<String>> row = row(kind, state);
        if (!row.isEmpty()) {
          all.append("| ").append(words(state));
          ACTIONS.forEach(a -> all.append(" | ").append(cell(row.get(a))));
          all.append(" |\n");
        }
      }
      all.append("\n");
    }
    return all.toString().stripTrailing() + "\n";
  }

  private static Map<String, Set<String>> row(String kind, String state) {
    Map<String, Set<String>> row = new TreeMap<>();
    for (String action : ACTIONS) {
      var answers = Explorer.ALL.cells.get(new Cell(kind, state, action));
      if (answers != null) {
        row.put(action, answers);
      }
    }
    return row;
  }

  private static String cell(@Nullable Set<String> answers) {
    if (answers == null) {
      return "";
    }
    return String.join(" or ", answers).replace("*", "\\*");
  }

  /// In the order in which [PromotionState] has them.
  private static List<String> states() {
    return leaves(PromotionState.class).stream().map(Class::getSimpleName).toList();
  }

  private static String status(String state) {
    return Explorer.ALL.statuses.getOrDefault(state, "?");
  }

  private static String words(String state) {
    return state.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  static List<Class<?>> leaves(Class<?> sealed) {
    Class<?>[] permitted = sealed.getPermittedSubclasses();
    return permitted == null
        ? List.of(sealed)
        : Arrays.stream(permitted).flatMap(c -> leaves(c).stream()).toList();
  }
}
