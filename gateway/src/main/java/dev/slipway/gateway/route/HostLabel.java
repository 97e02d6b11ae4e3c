package dev.slipway.gateway.route;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The first label of a Host, which may name a model: `model-{id}` or `model-{id}-{environment}`,
/// or the same with `chain`, each followed by a dot.
///
/// @param modelId null: it names none
/// @param environment null: it names none
public record HostLabel(boolean chain, @Nullable String modelId, @Nullable String environment) {
  static final HostLabel NONE = new HostLabel(false, null, null);
  private static final String MODEL = "model-";
  private static final String CHAIN = "chain-";

  /// Reads a Host, in any case, as names of hosts are.
  public static HostLabel of(String sent) {
    var host = sent.toLowerCase(Locale.ROOT);
    boolean model = host.startsWith(MODEL);
    if (!model && !host.startsWith(CHAIN)) {
      return NONE;
    }
    int dot = host.indexOf('.');
    if (dot < 0) {
      return NONE;
    }
    int start = MODEL.length();
    int dash = host.indexOf('-', start);
    boolean named = dash >= 0 && dash < dot;
    int end = named ? dash : dot;
    if (end == start || (named && dash + 1 == dot)) {
      return NONE;
    }
    return new HostLabel(
        !model, host.substring(start, end), named ? host.substring(dash + 1, dot) : null);
  }
}
