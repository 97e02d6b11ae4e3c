package dev.slipway.cli.term;

import dev.slipway.wire.PromotionBodies.CandidateServedBody;
import dev.slipway.wire.PromotionBodies.LeftoversBody;
import dev.slipway.wire.PromotionBodies.PromotionBody;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import dev.slipway.wire.PromotionBodies.TimelineEntryBody;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A receipt as a person reads it.
public final class ReceiptText {
  private static final int BAR = 10;

  private ReceiptText() {}

  public static String of(Terminal t, ReceiptBody r) {
    PromotionBody promotion = r.promotion();
    var text = new StringBuilder();
    text.append(t.bold("Receipt of promotion " + promotion.id()))
        .append("  ")
        .append(promotion.environment())
        .append(", ")
        .append(t.status(promotion.status()))
        .append('\n');
    text.append(
            "%s -> %s, began %s, took %s"
                .formatted(
                    Cells.orDash(promotion.previousDeploymentId()),
                    promotion.candidateDeploymentId(),
                    shown(r.startedAt()),
                    between(r.startedAt(), r.endedAt())))
        .append("\n\n");
    text.append(timeline(t, r)).append("\n\n");
    text.append(served(t, r.candidateServed())).append('\n');
    text.append(ending(r));
    return text.toString();
  }

  private static String timeline(Terminal t, ReceiptBody r) {
    var table = new TextTable("AFTER", "ROUTING", "WEIGHT", "", "STATE", "WHAT", "WHO");
    for (TimelineEntryBody line : r.timeline()) {
      table.row(
          after(r.startedAt(), line.at()),
          "#" + line.generation(),
          line.percentTrafficToNewVersion() + " %",
          t.bar(line.percentTrafficToNewVersion(), BAR),
          t.status(line.status()),
          what(line),
          line.actor() == null ? "" : line.actor());
    }
    return table.format();
  }

  /// The text of a record's line, with the name of the command where an operator gave one.
  public static String what(TimelineEntryBody line) {
    if (line.message().isEmpty()) {
      return line.kind();
    }
    return line.actor() == null ? line.message() : line.kind() + ": " + line.message();
  }

  private static String served(Terminal t, CandidateServedBody s) {
    if (s.requests() == 0) {
      return "The candidate served no request.";
    }
    return """
    The candidate served %,d requests: %,d errors, %,d lost; median %s, 99 %% within %s.
    Its last one was sent to it at %s. After the fence: %s.%s\
    """
        .formatted(
            s.requests(),
            s.errors(),
            s.lost(),
            millis(s.p50Ms()),
            millis(s.p99Ms()),
            shown(s.lastSentAt()),
            s.afterFence() == 0 ? t.green("0") : t.red(Long.toString(s.afterFence())),
            s.interrupted() ? "\nThe server was restarted meanwhile: counts may be short." : "");
  }

  private static String ending(ReceiptBody r) {
    if (r.endedAt() == null) {
      return "The promotion is still going on.";
    }
    String fence =
        r.fencedAt() == null
            ? ""
            : "Every gateway had confirmed the return at " + shown(r.fencedAt()) + ". ";
    String settled =
        r.settledAt() == null
            ? "The losing side's replicas are still being stopped."
            : "The losing side's replicas were settled "
                + between(r.endedAt(), r.settledAt())
                + " after the end.";
    return fence + settled + leftovers(r.leftovers());
  }

  private static String leftovers(@Nullable LeftoversBody l) {
    return l == null || l.replicas() == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "%nReplicas that had to go: %d; after the end they took %s%.1f replica-seconds.",
            l.replicas(),
            l.estimated() ? "at most " : "",
            l.replicaSeconds());
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.1f ms", millis);
  }

  private static String after(Instant start, Instant at) {
    return String.format(Locale.ROOT, "%.3f s", Duration.between(start, at).toMillis() / 1000.0);
  }

  private static String between(Instant from, @Nullable Instant to) {
    return to == null ? "-" : Durations.human(Duration.between(from, to));
  }

  public static String shown(@Nullable Instant at) {
    return at == null ? "-" : at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
