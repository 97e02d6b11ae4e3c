package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CliTest {
  private final FakeServer server = new FakeServer();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyCommandExplainsItselfWithAnExample() {
    var quiet = new PrintWriter(new StringWriter());
    CommandLine line =
        Run.line(
            new Run().host(quiet, quiet),
            directory -> {
              throw new IOException("none");
            });
    assertThat(line.getSubcommands()).hasSizeGreaterThanOrEqualTo(15);
    line.getSubcommands()
        .forEach((name, command) -> {
          String help = new Run().run(name, "--help").out();
          assertThat(help).contains("Examples:", "slipway " + name, "--json");
          assertThat(command.getUsageMessage()).hasSizeGreaterThan(200);
        });
  }

  @Test
  void theRootExplainsItselfAndTellsItsVersion() {
    assertThat(new Run().run("--help").out()).contains("slipway demo", "Exit codes:");
    assertThat(new Run().run("--version")).isEqualTo(new Run.Result(0, "slipway unpackaged\n", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "nope, There is no command",
    "model, Did you mean models",
    "predict m -d @missing.json, no such file",
    "predict m -d {} --webhook https://x.test, only with --async",
    "predict m -d nope --async, not JSON",
    "push, DIR",
    "logs m, DEPLOYMENT",
    "models --bogus, Unknown option",
    "'', Missing required subcommand",
    "environment m production frob, frob",
    "promote, Which deployment",
    "push x --promote --environment staging, give one of the two",
    "environment m production set, Nothing to set",
    "environment m production set --ramp soon, expected: a number with s",
    "delete m d, Say --yes",
    "models --server localhost, expected: http",
    "models --server http://127.0.0.1/v1, without a path",
    "logs m d --since 8d, at most 7d",
    "logs m d --limit 0, expected: 1 to"
  })
  void wrongUsageIsTwo(String line, String expected) {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m\",\"name\":\"m\"}]}")
        .on("GET /v1/models/m/deployments", "{\"deployments\":[{\"id\":\"d\",\"name\":\"d\"}]}");
    var result = Run.on(server).run(line.isEmpty() ? new String[0] : line.split(" "));
    assertThat(result.err()).contains(expected);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, 5", "401, 3", "403, 3", "404, 4", "409, 5", "429, 5", "500, 6", "503, 6"})
  void anErrorsStatusBecomesTheExitCodeAndItsMessageASentence(int status, int code) {
    server.on("GET /v1/models", status, "{\"code\":\"X\",\"message\":\"It is not so.\"}");
    var result = Run.on(server).run("models", "--json");
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.err()).startsWith("slipway: It is not so.").contains("HTTP " + status);
    assertThat(result.out()).isEmpty();
    assertThat(Run.on(server).run("api", "GET", "v1/models").code()).isEqualTo(code);
  }

  @Test
  void aRateLimitsErrorIsASentenceToo() {
    server.on("GET /v1/models", 429, "{\"error\":\"Rate limit exceeded.\",\"retry_after\":37}");
    assertThat(Run.on(server).run("models").err()).contains("Rate limit exceeded.");
  }

  @Test
  void anAnswerThatIsNoJsonIsTheServersError() {
    server.on("GET /v1/models", "<html>");
    assertThat(Run.on(server).run("models").code()).isEqualTo(6);
    server.on("GET /v1/models", 502, "<html>");
    assertThat(Run.on(server).run("models").err()).contains("The server answered 502");
  }

  @Test
  void noServerIsSevenAndSaysHowToStartOne() throws IOException {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    var result = Run.on(URI.create("http://127.0.0.1:" + free)).run("models");
    assertThat(result.code()).isEqualTo(7);
    assertThat(result.err()).contains("Nothing answers at", "slipway serve");
  }

  @Test
  void anInterruptIs130() {
    server
        .on("GET /v1/models", "{\"models\":[{\"id\":\"m\",\"name\":\"m\"}]}")
        .on("GET /v1/models/m/deployments", "{\"deployments\":[{\"id\":\"d\",\"name\":\"d\"}]}")
        .on("GET /v1/models/m/deployments/d", "{\"status\":\"ACTIVE\"}")
        .on("GET /v1/models/m/deployments/d/logs", "{\"logs\":[]}");
    var run = Run.on(server);
    run.onPause(() -> Thread.currentThread().interrupt());
    var result = run.run("logs", "m", "d", "--tail");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.code()).isEqualTo(130);
  }

  @Test
  void theKeyComesFromTheOptionThenTheEnvironmentThenTheFile(@TempDir Path data)
      throws IOException {
    server.on("GET /v1/models", "{\"models\":[]}");
    Files.writeString(data.resolve("api-key"), "from.file\n");
    Run run =
        Run.on(server)
            .with("BASETEN_API_KEY", "from.baseten")
            .with("SLIPWAY_DATA", data.toString());
    assertThat(keyOf(run, "models", "--api-key", "from.option")).isEqualTo("Api-Key from.option");
    assertThat(keyOf(run, "models")).isEqualTo("Api-Key " + FakeServer.KEY);
    run.without("SLIPWAY_API_KEY");
    assertThat(keyOf(run, "models")).isEqualTo("Api-Key from.baseten");
    run.without("BASETEN_API_KEY");
    assertThat(keyOf(run, "models")).isEqualTo("Api-Key from.file");
    run.without("SLIPWAY_DATA");
    assertThat(keyOf(run, "models", "--data", data.toString())).isEqualTo("Api-Key from.file");
  }

  private String keyOf(Run run, String... args) {
    assertThat(run.run(args).code()).isZero();
    return server.request("GET /v1/models").key();
  }

  @Test
  void withoutAKeyTheErrorSaysWhereOneIsLookedFor(@TempDir Path data) {
    Run run = Run.on(server).without("SLIPWAY_API_KEY");
    var result = run.run("models", "--data", data.toString());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err())
        .contains("No API key", data.resolve("api-key").toString(), "SLIPWAY_API_KEY", "--data");
  }

  @Test
  void theLocalKeyFileIsNotSentToAnotherMachine(@TempDir Path data) throws IOException {
    Files.writeString(data.resolve("api-key"), "from.file");
    Run run = new Run().with("SLIPWAY_DATA", data.toString());
    var result = run.run("models", "--server", "http://models.example:8000");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("is not sent to models.example");
  }

  @Test
  void aKeyWithABlankInItIsRefusedBeforeItIsSent() {
    var result = Run.on(server).run("models", "--api-key", "a b");
    assertThat(result.code()).isEqualTo(3);
    assertThat(server.requests("GET /v1/models")).isEmpty();
  }
}
