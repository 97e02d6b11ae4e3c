package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.cli.host.Exit;
import dev.slipway.cli.host.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What `slipway serve` says where it cannot start.
class ServeCommandTest {
  @TempDir Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "--management-port 65536",
    "--inference-port -1",
    "--management-port x",
    "--management-port 18000 --inference-port 18000"
  })
  void aPortThatCannotBeIsWrongUsage(String flags) {
    assertThat(Main.commandLine().execute(("serve " + flags).split(" "))).isEqualTo(Exit.USAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "--tls-cert cert.pem, --tls-key: missing",
    "--tls-key key.pem, --tls-cert: missing",
    "--rate-limits often, activate=20/min",
    "--public-url slipway.example.com, --public-url: 'slipway.example.com' (expected: http or https",
    "--public-inference-url ftp://a, --public-inference-url: 'ftp://a'",
    "--trusted-proxies 10.0.0.0/33, --trusted-proxies: '10.0.0.0/33' (expected: an address"
  })
  void guardsThatCannotBeAreSaidInWords(String flags, String said) {
    var serve = new ServeCommand();
    new CommandLine(serve).parseArgs(flags.split(" "));
    assertThatThrownBy(serve::call).isInstanceOf(Failure.class).hasMessageContaining(said);
  }

  @Test
  void aDataDirectoryThatIsAFileIsSaidInWords() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(failure(file, "0"))
        .contains(file + ": there is a file in its place (expected: a directory")
        .doesNotContain("java.nio");
  }

  @Test
  void aPortThatIsTakenIsSaidInWords() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(failure(directory, port))
          .contains("cannot listen on 127.0.0.1:" + port + " (expected: a free port")
          .endsWith("Address already in use\n");
    }
  }

  private static String failure(Path data, String managementPort) {
    var err = new StringWriter();
    int code =
        Main.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute(
                "serve",
                "--data",
                data.toString(),
                "--management-port",
                managementPort,
                "--inference-port",
                "0");
    assertThat(code).isEqualTo(Exit.FAILED);
    return err.toString();
  }
}
