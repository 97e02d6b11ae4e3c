package dev.slipway.domain.promotion;

import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.promotion.Decision.Consequence;
import dev.slipway.domain.promotion.Observation.Side;
import dev.slipway.domain.settings.PromotionKind;
import dev.slipway.domain.settings.RollingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Walks everywhere that promotions can get to: from the start of each kind of promotion, by every
/// command and by every observation of a grid, again and again from wherever that leads. Times are
/// moved back to [Promotions#T0] after each step, and places that differ only in how far they are
/// between the first and the last step count as one, so that the walk ends.
public final class Explorer {
  static final int SIZE = 4;

  public static final List<Command> COMMANDS =
      List.of(
          new Command.Cancel(),
          new Command.ForceCancel(),
          new Command.Pause(),
          new Command.Resume(),
          new Command.ForceRollForward());

  /// The column of the table that is no command of a promotion.
  public static final String PROMOTE = "PROMOTE";

  /// Places that count as one are gone on from this often.
  private static final int REPRESENTATIVES = 1;

  private static final Instant T0 = Promotions.T0;

  /// The walk, which is the same each time.
  public static final Explorer ALL = explore();

  /// A place: the promotion, and what is written around it.
  private record Place(Promotion p, Routing routing, int previousDesired, int candidateDesired) {}

  /// What a command does in a state of a kind.
  ///
  /// @param kind plain, canary or rolling
  public record Cell(String kind, String state, String action) implements Comparable<Cell> {
    @Override
    public int compareTo(Cell o) {
      return toString().compareTo(o.toString());
    }
  }

  public final TreeSet<Edge> edges = new TreeSet<>();

  /// Every answer that was found for a command: the published status after it, with a star where
  /// nothing is written, or 400.
  public final TreeMap<Cell, TreeSet<String>> cells = new TreeMap<>();

  /// The published status of every state that was reached, by its name.
  public final TreeMap<String, String> statuses = new TreeMap<>();

  private final Map<String, Integer> visited = new HashMap<>();
  private final ArrayDeque<Place> open = new ArrayDeque<>();

  private Explorer() {}

  private static Explorer explore() {
    var explorer = new Explorer();
    for (Promotion p : starts()) {
      boolean first = p.sides().previous() == null;
      explorer.reach(
          new Place(
              p, first ? Routing.EMPTY : new Routing(5, Promotions.OLD), first ? 0 : SIZE, 2));
      // What is stored may become unreadable at any time.
      explorer.reach(
          new Place(
              p.with(Promotions.unreadable()),
              first ? Routing.EMPTY : Promotions.routing(Promotions.unreadable()),
              first ? 0 : SIZE,
              2));
    }
    while (!explorer.open.isEmpty()) {
      explorer.leave(explorer.open.remove());
    }
    return explorer;
  }

  private static List<Promotion> starts() {
    var surge = new RollingPlan(RollingPlan.Mode.SURGE, 25, 0, Duration.ofSeconds(30));
    var unavailable = new RollingPlan(RollingPlan.Mode.UNAVAILABLE, 50, 50, Duration.ZERO);
    List<Promotion> all = new ArrayList<>();
    for (PromotionKind kind :
        List.of(new PromotionKind.Plain(), new PromotionKind.Canary(Promotions.PLAN))) {
      all.add(Promotions.promotion(kind, "old", Promotions.releasing()));
      all.add(Promotions.promotion(kind, null, Promotions.releasing()));
    }
    for (RollingPlan plan : List.of(surge, unavailable)) {
      var kind = new PromotionKind.Rolling(plan, SIZE, Promotions.PATIENCE);
      all.add(Promotions.promotion(kind, "old", Promotions.releasing()));
    }
    return all;
  }

  private void reach(Place place) {
    statuses.put(Edge.name(place.p().state()), place.p().state().status());
    if (visited.merge(key(place), 1, Integer::sum) <= REPRESENTATIVES) {
      open.add(place);
    }
  }

  private void leave(Place from) {
    boolean allowed = PromotionCommands.whyNotPromote(from.p()) == null;
    answered(from.p(), PROMOTE, allowed ? "RELEASING" : "400");
    for (Observation seen : observations(from)) {
      step(from, null, seen);
      for (Command command : COMMANDS) {
        step(from, command, seen);
      }
    }
  }

  private void step(Place from, @Nullable Command command, Observation seen) {
    Promotion p = from.p();
    Decision d = decided(p, command, seen);
    if (command != null) {
      String answer = d == null ? "400" : d.next().status() + (d.changed() ? "" : "*");
      answered(p, command.action(), answer);
    }
    if (d == null || !d.changed()) {
      return;
    }
    edges.add(new Edge(Edge.name(p.state()), cause(command), Edge.name(d.next())));
    reach(after(from, d, seen));
  }

  private static @Nullable Decision decided(
      Promotion p, @Nullable Command command, Observation seen) {
    try {
      return Edge.decision(p, command, seen);
    } catch (RuntimeException e) {
      throw new AssertionError(
          "a promotion can get to " + p + ", and " + cause(command) + " throws there: " + seen, e);
    }
  }

  private void answered(Promotion p, String action, String answer) {
    var cell = new Cell(kind(p), Edge.name(p.state()), action);
    cells.computeIfAbsent(cell, _ -> new TreeSet<>()).add(answer);
  }

  private static String cause(@Nullable Command command) {
    return command == null ? Edge.SEEN : command.action();
  }

  static String kind(Promotion p) {
    return p.terms().kind().getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static Place after(Place from, Decision d, Observation seen) {
    int previous = from.previousDesired();
    int candidate = from.candidateDesired();
    for (Consequence c : d.consequences()) {
      if (c instanceof Consequence.Activate(_, var replicas)) {
        previous = replicas;
      } else if (c instanceof Consequence.Scale(var id, var replicas)) {
        previous = id.equals("old") ? replicas : previous;
        candidate = id.equals("new") ? replicas : candidate;
      }
    }
    var p = from.p().with(Moved.back(d.next(), Duration.between(T0, seen.at())));
    return new Place(p, d.routing(), previous, candidate);
  }

  /// Everything that may be seen from a place: at each time that its state speaks of, with each
  /// side whole, in part, silent or dead, and with the demand as it was, less or more.
  private static List<Observation> observations(Place place) {
    List<Observation> all = new ArrayList<>();
    for (Instant at : Moved.times(place.p().state())) {
      for (Side previous : previousSides(place)) {
        for (Side candidate : candidateSides(place.candidateDesired())) {
          for (int total : List.of(1, SIZE, SIZE + 3)) {
            all.add(new Observation(at, place.routing(), previous, candidate, total, false, false));
            if (previous.desired() == 0 && place.p().sides().previous() != null) {
              all.add(
                  new Observation(at, place.routing(), previous, candidate, total, false, true));
            }
            if (Moved.asksForFence(place.p().state())) {
              all.add(
                  new Observation(at, place.routing(), previous, candidate, total, true, false));
            }
          }
        }
      }
    }
    return all;
  }

  private static List<Side> previousSides(Place place) {
    int desired = place.previousDesired();
    if (place.p().sides().previous() == null) {
      return List.of(Side.NONE);
    }
    return List.of(
        Promotions.side(desired),
        Promotions.side(desired, Math.min(desired, 1)),
        Promotions.side(desired, SIZE + 3),
        Promotions.side(desired, 0),
        Promotions.down(desired),
        Promotions.side(0));
  }

  private static List<Side> candidateSides(int desired) {
    return List.of(
        Promotions.side(desired),
        Promotions.side(desired, Math.min(desired, 1)),
        Promotions.side(desired, 0),
        Promotions.down(desired),
        new Side(desired, 0, 0, true, Observation.STARTS_UNTIL_DEAD, "exit code 1", null),
        new Side(desired, 1, 1, false, RollingSteps.STARTS_UNTIL_STEP_FAILS, "exit code 1", null),
        new Side(desired, 0, 0, true, 0, null, "No replica became ready."),
        new Side(desired, 1, 1, false, 0, null, "It cannot serve any more."));
  }

  /// What makes two places differ enough to go on from both.
  private static String key(Place place) {
    Promotion p = place.p();
    int percent = place.routing().split().percentTo("new");
    return String.join(
        "/",
        p.terms().kind().toString(),
        String.valueOf(p.sides().previous()),
        Edge.name(p.state()),
        Moved.progress(p.state()),
        percent == 0 ? "0 %" : percent == 100 ? "100 %" : "some",
        place.previousDesired() < SIZE ? "less" : "all",
        place.candidateDesired() < SIZE ? "less" : "all");
  }
}
