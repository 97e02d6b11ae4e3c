package dev.slipway.cli;

import dev.slipway.cli.command.ApiCommand;
import dev.slipway.cli.command.AsyncCommand;
import dev.slipway.cli.command.AuditCommand;
import dev.slipway.cli.command.CancelCommand;
import dev.slipway.cli.command.DeploymentActions;
import dev.slipway.cli.command.EnvironmentCommand;
import dev.slipway.cli.command.ListCommands;
import dev.slipway.cli.command.LogsCommand;
import dev.slipway.cli.command.MetricsCommand;
import dev.slipway.cli.command.PredictCommand;
import dev.slipway.cli.command.PromoteCommand;
import dev.slipway.cli.command.PushCommand;
import dev.slipway.cli.command.ReceiptCommand;
import dev.slipway.cli.command.SignalCommands;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.host.Version;
import dev.slipway.cli.term.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line, with every command that needs no server in its process. A program adds the
/// others, then executes it.
public final class Cli {
  private static final int HELP_WIDTH = 100;

  private Cli() {}

  /// Every command but those that run a server.
  public static CommandLine commandLine(Host host) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new PushCommand(host))
            .addSubcommand(new PromoteCommand(host))
            .addSubcommand(new CancelCommand(host))
            .addSubcommand(new SignalCommands.Pause(host))
            .addSubcommand(new SignalCommands.Resume(host))
            .addSubcommand(new SignalCommands.ForceCancel(host))
            .addSubcommand(new SignalCommands.RollForward(host))
            .addSubcommand(new ReceiptCommand(host))
            .addSubcommand(new EnvironmentCommand(host))
            .addSubcommand(new ListCommands.Environments(host))
            .addSubcommand(new ListCommands.Deployments(host))
            .addSubcommand(new ListCommands.Models(host))
            .addSubcommand(new LogsCommand(host))
            .addSubcommand(new MetricsCommand(host))
            .addSubcommand(new AuditCommand(host))
            .addSubcommand(new PredictCommand(host))
            .addSubcommand(new AsyncCommand(host))
            .addSubcommand(new DeploymentActions.Activate(host))
            .addSubcommand(new DeploymentActions.Deactivate(host))
            .addSubcommand(new DeploymentActions.Delete(host))
            .addSubcommand(new ApiCommand(host));
    return prepare(line, host);
  }

  /// Gives every command, also those added since, the same help and error forms.
  public static CommandLine prepare(CommandLine line, Host host) {
    line.setOut(host.screen().out());
    line.setErr(host.screen().err());
    line.setExecutionExceptionHandler((e, at, parsed) -> failed(host, e));
    line.setParameterExceptionHandler((e, args) -> misused(host, e));
    line.setUsageHelpWidth(HELP_WIDTH);
    // A body is given as @FILE; that is no file of arguments.
    line.setExpandAtFiles(false);
    boolean colour = host.screen().terminal() && host.variable("NO_COLOR") == null;
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    addHelp(line);
    return line;
  }

  private static void addHelp(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    if (!spec.mixinStandardHelpOptions()) {
      spec.mixinStandardHelpOptions(true);
      spec.versionProvider(new Version());
    }
    line.getSubcommands().values().forEach(Cli::addHelp);
  }

  private static int failed(Host host, Exception e) {
    Terminal terminal = Terminal.of(host, true);
    if (e instanceof Failure f) {
      terminal.error("slipway: " + f.sentence());
      return f.exitCode();
    }
    var trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    terminal.error("slipway: This is a bug; please report it.\n" + trace);
    return Exit.FAILED;
  }

  private static int misused(Host host, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    Terminal.of(host, true).error("slipway: " + wrong(e) + "\nSee '" + command + " --help'.");
    return Exit.USAGE;
  }

  private static String wrong(ParameterException e) {
    boolean root = e.getCommandLine().getParent() == null;
    if (root && e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      List<String> close = unmatched.getSuggestions();
      String hint = close.isEmpty() ? "" : " Did you mean " + String.join(" or ", close) + "?";
      return "There is no command '" + unmatched.getUnmatched().getFirst() + "'." + hint;
    }
    return String.valueOf(e.getMessage());
  }

  @Command(
      name = "slipway",
      description = "Promote model deployments to environments, and take a promotion back.",
      synopsisSubcommandLabel = "COMMAND",
      footer = {
        "",
        "Examples:",
        "  slipway demo                                   see it work, in two minutes",
        "  slipway serve                                  start a server on this machine",
        "  slipway push examples/digits/v1 --wait         deploy a model",
        "  slipway promote digits deployment-2 --watch    promote the next version",
        "  slipway cancel digits production               take it back",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 key refused, 4 not found, 5 refused,",
        "6 server error, 7 no connection, 130 interrupted."
      })
  private static final class Root {}
}
