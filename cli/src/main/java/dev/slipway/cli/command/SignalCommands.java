package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.Urls;
import dev.slipway.cli.host.Host;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The commands to a promotion in progress, beside cancel.
public final class SignalCommands {
  private SignalCommands() {}

  abstract static class Signal extends ServerCommand {
    private final String call;
    private final String done;

    @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "ENV", description = "The environment's name.")
    private String environment = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Goes into the record.")
    private @Nullable String reason;

    /// @param call the last part of the call's path
    /// @param done what is said of the environment's promotion once it is accepted
    Signal(Host host, String call, String done) {
      super(host);
      this.call = call;
      this.done = done;
    }

    @Override
    final int run(CommandSession s) {
      String path = Urls.environment(s.refs().modelId(model), environment) + "/" + call;
      String query = reason == null ? "" : "?reason=" + Urls.query(reason);
      return s.show(
          s.api().post(path + query, null), "The promotion to " + environment + " " + done + ".");
    }
  }

  @Command(
      name = "pause",
      description = "Hold a promotion's traffic where it is.",
      footer = {
        "",
        "A rolling promotion ends the step that is under way first; one that has not begun to move",
        "traffic is held before its first step.",
        "",
        "Examples:",
        "  slipway pause digits production --reason \"watching the error rate\""
      })
  public static final class Pause extends Signal {
    public Pause(Host host) {
      super(host, "pause_promotion", "is paused, or will be once its step has ended");
    }
  }

  @Command(
      name = "resume",
      description = "Let a paused promotion go on.",
      footer = {"", "Examples:", "  slipway resume digits production"})
  public static final class Resume extends Signal {
    public Resume(Host host) {
      super(host, "resume_promotion", "goes on");
    }
  }

  @Command(
      name = "force-cancel",
      description =
          "Take all traffic back at once, also where that is more than is ready to serve.",
      footer = {
        "",
        "'slipway cancel' returns the traffic no faster than the previous deployment can carry it.",
        "",
        "Examples:",
        "  slipway force-cancel digits production --reason \"v2 leaks data\""
      })
  public static final class ForceCancel extends Signal {
    public ForceCancel(Host host) {
      super(host, "force_cancel_promotion", "is taken back at once");
    }
  }

  @Command(
      name = "roll-forward",
      description = "Give the candidate all traffic at once, and end the promotion.",
      footer = {
        "",
        "It needs one ready replica of the candidate, and overrules a cancel that is under way.",
        "",
        "Examples:",
        "  slipway roll-forward digits production --reason \"v1 is broken\""
      })
  public static final class RollForward extends Signal {
    public RollForward(Host host) {
      super(host, "force_roll_forward_promotion", "gives the candidate all traffic at once");
    }
  }
}
