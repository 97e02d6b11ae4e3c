package dev.slipway.cli.command;

import dev.slipway.cli.client.CommandSession;
import dev.slipway.cli.client.ReceiptPath;
import dev.slipway.cli.client.ServerReply;
import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Host;
import dev.slipway.cli.term.ReceiptText;
import dev.slipway.wire.PromotionBodies.ReceiptBody;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "receipt",
    description = "Show what happened in a promotion, and the proof of it.",
    footer = {
      "",
      "Examples:",
      "  slipway receipt digits production",
      "  slipway receipt digits production k3v9x2q --json",
      "  slipway receipt digits production --follow"
    })
public final class ReceiptCommand extends ServerCommand {
  @Parameters(index = "0", paramLabel = "MODEL", description = "Id or name.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "ENV", description = "The environment's name.")
  private String environment = "";

  @Parameters(
      index = "2",
      paramLabel = "PROMOTION",
      arity = "0..1",
      defaultValue = ReceiptPath.LATEST,
      description = "A promotion's id. Default: the latest.")
  private String promotion = ReceiptPath.LATEST;

  @Option(
      names = "--follow",
      description = "Print the record's lines as they are written, until the last.")
  private boolean follow;

  public ReceiptCommand(Host host) {
    super(host);
  }

  @Override
  int run(CommandSession s) {
    String path = ReceiptPath.of(s.client(), s.refs().modelId(model), environment, promotion);
    if (follow) {
      new RecordTail(s, path).run();
      return Exit.OK;
    }
    ServerReply reply = s.api().get(path);
    return s.show(reply, ReceiptBody.class, r -> ReceiptText.of(s.terminal(), r));
  }
}
