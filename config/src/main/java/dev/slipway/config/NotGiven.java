package dev.slipway.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a config may ask for and a machine without containers and images does not give.
final class NotGiven {
  private final Map<?, ?> config;
  private final boolean ownServer;
  private final Taker taker;

  private NotGiven(Map<?, ?> config, Taker taker) {
    this.config = config;
    this.ownServer = config.get("docker_server") != null;
    this.taker = taker;
  }

  /// Takes what is said of one key.
  @FunctionalInterface
  interface Taker {
    /// @param fatal the model cannot run without it
    void take(String path, String text, boolean fatal);
  }

  /// @param taker is given each thing that is asked for and not given
  static void in(Map<?, ?> config, Taker taker) {
    var asked = new NotGiven(config, taker);
    asked.image();
    asked.files();
    asked.engines();
    asked.machine();
    asked.runtime();
  }

  private void image() {
    if (isAsked("base_image")) {
      Object image = at("base_image.image");
      ignored(
          "base_image",
          "%s is not used; the model runs on this machine, with what is installed there"
              .formatted(image == null ? "the image" : PyScalars.cut(image.toString())));
    }
    if (at("system_packages") instanceof List<?> packages && isAsked("system_packages")) {
      ignored(
          "system_packages",
          "not installed; the model finds what this machine has of: "
              + packages.stream().map(Objects::toString).collect(Collectors.joining(", ")));
    }
    if (at("build_commands") instanceof List<?> commands && isAsked("build_commands")) {
      ignored("build_commands", commands.size() + " not run, as they are written for an image");
    }
    for (String name : new String[] {"build.arguments", "build.secret_to_path_mapping"}) {
      if (isAsked(name)) {
        ignored(name, "without effect, as no image is built");
      }
    }
    for (String name : new String[] {"requirements", "requirements_file"}) {
      if (ownServer && isAsked(name)) {
        ignored(
            name,
            "not installed, as there is a docker_server; its start_command finds what this machine"
                + " has, or installs it");
      }
    }
  }

  private void files() {
    String fetching = ownServer ? "start_command" : "load()";
    boolean volumes =
        at("model_cache") instanceof List<?> items
            && items.stream()
                .anyMatch(item ->
                    item instanceof Map<?, ?> m && Boolean.TRUE.equals(m.get("use_volume")));
    String noVolume =
        "delivered by a volume that is not there (expected: left out; let %s download what it needs)"
            .formatted(fetching);
    if (isAsked("weights")) {
      needed("weights", noVolume);
    }
    if (volumes) {
      needed("model_cache", "with use_volume it is " + noVolume);
    } else if (isAsked("model_cache") || isAsked("hf_cache")) {
      ignored(
          isAsked("model_cache") ? "model_cache" : "hf_cache",
          "nothing is fetched before %s, which has to download what it needs".formatted(fetching));
    }
    for (String name : new String[] {"bdn.mounts", "bdn.access", "bdn.hotload"}) {
      if (isAsked(name)) {
        ignored(name, "without effect, as there is no delivery network here");
      }
    }
    if (isAsked("training_checkpoints")) {
      ignored(
          "training_checkpoints", "not fetched; " + fetching + " has to download what it needs");
    }
    if (ownServer && isAsked("external_data")) {
      ignored("external_data", "not fetched, as there is a docker_server");
    }
    if (isAsked("cache_internal")) {
      ignored("cache_internal", "without effect");
    }
  }

  private void engines() {
    for (String name : new String[] {"trt_llm", "bis_llm"}) {
      if (at(name) != null) {
        needed(
            name,
            ownServer
                ? "without effect, as there is a docker_server"
                : "needs an engine builder and a GPU; it cannot be built here");
      }
    }
  }

  private void machine() {
    boolean named = isAsked("resources.accelerator");
    if (!ownServer && (named || isAsked("resources.use_gpu"))) {
      ignored(
          named ? "resources.accelerator" : "resources.use_gpu",
          "no GPU is reserved; the model sees those of this machine, or none");
    }
    if (isAsked("resources.fabric")) {
      ignored("resources.fabric", "without effect, as there is one machine");
    }
    if (at("docker_server.run_as_user_id") != null) {
      ignored("docker_server.run_as_user_id", "without effect; replicas run as the server's user");
    }
    if (isAsked("live_reload")) {
      ignored("live_reload", "without effect; push again");
    }
  }

  private void runtime() {
    if (isAsked("runtime.egress_restrictions")) {
      ignored(
          "runtime.egress_restrictions",
          "not enforced: the model may open any connection from here");
    }
    for (String name : new String[] {"runtime.remote_ssh", "runtime.oidc"}) {
      if (isAsked(name)) {
        ignored(name, "not available");
      }
    }
    if (isAsked("runtime.truss_server_version_override")) {
      ignored(
          "runtime.truss_server_version_override",
          "without effect; Truss's server is of the release that builds the model here");
    }
  }

  private void ignored(String path, String text) {
    taker.take(path, text + ".", false);
  }

  private void needed(String path, String text) {
    taker.take(path, text + ".", !ownServer);
  }

  private @Nullable Object at(String path) {
    Object here = config;
    for (String name : path.split("\\.", -1)) {
      here = here instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return here;
  }

  private boolean isAsked(String path) {
    return !isEmpty(at(path));
  }

  /// The truss command also sends what is left out: as null, false, or empty.
  private static boolean isEmpty(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Boolean truth -> !truth;
      case String text -> text.isBlank();
      case List<?> list -> list.isEmpty();
      case Map<?, ?> map -> map.values().stream().allMatch(NotGiven::isEmpty);
      default -> false;
    };
  }
}
