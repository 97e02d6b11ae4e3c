package dev.slipway.cli.client;

import dev.slipway.cli.host.Host;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// The addresses at which models answer.
public final class Inference {
  static final int DEFAULT_PORT = 9090;

  private Inference() {}

  /// @param option what was given on the command line; null: nothing
  public static URI base(Host host, @Nullable String option, URI server) {
    String variable = host.variable("SLIPWAY_INFERENCE_URL");
    String given = option == null ? variable : option;
    return given == null
        ? URI.create(server.getScheme() + "://" + server.getHost() + ":" + DEFAULT_PORT)
        : Urls.base("--inference", given);
  }

  public static String asyncRequest(String model, String request) {
    return "/model/" + Urls.segment(model) + "/async_request/" + Urls.segment(request);
  }

  public static String environment(String model, String environment) {
    return "/model/"
        + Urls.segment(model)
        + "/environments/"
        + Urls.segment(environment)
        + "/predict";
  }

  public static String deployment(String model, String deployment) {
    return "/model/" + Urls.segment(model) + "/deployment/" + Urls.segment(deployment) + "/predict";
  }
}
