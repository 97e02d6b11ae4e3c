package dev.slipway.app;

import static dev.slipway.app.Manager.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.Cli;
import dev.slipway.cli.host.Host;
import dev.slipway.testkit.Await;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whoever follows a log gets every line once and in order: while the model writes as fast as it
/// can, log files are rotated, the model's process ends and comes back, and the server is killed.
class LogTailTest extends ChildServerTest {
  private static final Path MODEL =
      Path.of("src/test/resources/models/chatty/ChattyModel.java").toAbsolutePath();
  private static final JsonMapper JSON = new JsonMapper();
  private static final int BURST = 8_000;

  @Test
  void everyLineArrivesOnceAndInOrderWhateverHappensMeanwhile() throws Exception {
    var server = start();
    var out = new StringWriter();
    try (var manager = server.manager();
        var port = server.caller()) {
      String deployment = deploy(manager);
      var chatty = new Chatty(port, deployment.split("/", -1)[3]);
      var published = new PublishedTail(manager, deployment);
      var publishedThread = Thread.ofVirtual().start(published);
      var ours = Thread.ofVirtual().start(() -> tail(server, deployment, out));

      Await.until("it serves", () -> chatty.tries("hello"));
      chatty.say("write 1 " + BURST);
      chatty.die();
      Await.until("the process is back", () -> chatty.tries("hello"));
      chatty.say("write " + (BURST + 1) + " " + 2 * BURST);
      chatty.say("begin " + (2 * BURST + 1) + " " + 4 * BURST);
      server.kill();
      child = server.again();
      Await.until("the replica is adopted", () -> chatty.tries("finish"));
      chatty.say("write " + (4 * BURST + 1) + " " + 5 * BURST);

      manager.post(deployment + "/deactivate", null).ok();
      ours.join();
      published.stop();
      publishedThread.join();
      var expected = IntStream.rangeClosed(1, 5 * BURST).boxed().toList();
      assertThat(numbers(out.toString().lines().map(l -> message(JSON.readTree(l)))))
          .as("slipway logs --tail")
          .isEqualTo(expected);
      assertThat(numbers(published.messages().stream()))
          .as("as the published command polls")
          .isEqualTo(expected);
    }
  }

  private static String message(JsonNode line) {
    return line.requiredAt("/message").stringValue();
  }

  private static List<Integer> numbers(Stream<String> messages) {
    return messages
        .filter(m -> m.startsWith("line "))
        .map(m -> Integer.valueOf(m.split(" ", -1)[1]))
        .toList();
  }

  private static void tail(ChildServer server, String deployment, StringWriter out) {
    var machine = Machine.host();
    var screen =
        new Host.Screen(
            new PrintWriter(out, true), new PrintWriter(new StringWriter(), true), false, false);
    var host = new Host(Map.of(), machine.in(), screen, machine.timing());
    String[] names = deployment.split("/", -1);
    int code =
        Cli.commandLine(host)
            .execute(
                "logs",
                names[3],
                names[5],
                "--tail",
                "--json",
                "--server",
                server.management().toString(),
                "--api-key",
                server.key());
    assertThat(code).isZero();
  }

  /// The path of the deployment.
  private static String deploy(Manager manager) {
    String command =
        "exec \"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m '%s'"
            .formatted(MODEL);
    var config =
        json(
            "docker_server",
            json(
                "start_command", command,
                "server_port", 8080,
                "predict_endpoint", "/predict",
                "readiness_endpoint", "/ready",
                "liveness_endpoint", "/ready"));
    var source =
        json("kind", "model_archive", "name", "chatty", "deployment", json("config", config));
    JsonNode made = manager.post("/v1/models", json("source", source)).ok();
    return "/v1/models/%s/deployments/%s"
        .formatted(
            made.requiredAt("/model/id").stringValue(),
            made.requiredAt("/deployment/id").stringValue());
  }

  /// The model, as one speaks to it.
  private record Chatty(Manager port, String model) {
    void say(String words) {
      post(words).ok();
    }

    void die() {
      assertThat(post("exit").status()).isEqualTo(502);
    }

    boolean tries(String words) {
      try {
        return post(words).status() == 200;
      } catch (java.io.UncheckedIOException e) {
        return false; // nobody listens
      }
    }

    private Manager.Reply post(String words) {
      return port.post("/model/" + model + "/environments/production/predict", words);
    }
  }
}
