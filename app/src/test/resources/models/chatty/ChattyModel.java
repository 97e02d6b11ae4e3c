import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// A model that prints as it is told, each line with a write of its own:
///
///   write FROM TO    lines of these numbers, then answers
///   begin FROM TO    the same, and answers at once
///   finish           answers once what was begun is written
///   exit             ends the process
public final class ChattyModel {
  private static final String PADDING = " " + "x".repeat(300);

  private static volatile Thread writing = Thread.ofPlatform().unstarted(() -> {});

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv("PORT"));
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", ChattyModel::handle);
    server.start();
  }

  private static void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes()).replace("\"", "");
      String[] words = asked.split(" ");
      switch (words[0]) {
        case "write" -> print(words);
        case "begin" -> {
          writing = Thread.ofPlatform().unstarted(() -> print(words));
          writing.start();
        }
        case "finish" -> join();
        case "exit" -> System.exit(3);
        default -> {}
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write("{}".getBytes());
    }
  }

  private static void print(String[] words) {
    for (int i = Integer.parseInt(words[1]); i <= Integer.parseInt(words[2]); i++) {
      System.out.println("line " + i + PADDING);
    }
  }

  private static void join() {
    try {
      writing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
