package dev.slipway.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A model server that tests start as a process. It has one thread. Arguments: the port, and a
/// directory in which the files `unready` and `dead` make the probes fail. `GET /hold?NAME` is
/// answered once there is a file of that name. A third argument is the address to listen on.
public final class TestModel {
  private TestModel() {}

  public static void main(String[] args) throws Exception {
    var port = Integer.parseInt(args[0]);
    var switches = Path.of(args[1]);
    var address =
        args.length > 2 ? InetAddress.getByName(args[2]) : InetAddress.getLoopbackAddress();
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.createContext("/ready", x -> answer(x, !Files.exists(switches.resolve("unready"))));
    server.createContext("/live", x -> answer(x, !Files.exists(switches.resolve("dead"))));
    server.createContext("/hold", x -> hold(x, switches));
    server.createContext(
        "/log",
        x -> {
          System.out.println(Objects.requireNonNullElse(x.getRequestURI().getQuery(), ""));
          answer(x, true);
        });
    server.createContext(
        "/env",
        x -> {
          var body = new TreeMap<>(System.getenv()).toString();
          x.sendResponseHeaders(200, body.getBytes(UTF_8).length);
          x.getResponseBody().write(body.getBytes(UTF_8));
          x.close();
        });
    server.start();
    System.out.println("INFO listening on " + port);
    new CountDownLatch(1).await();
  }

  private static void hold(com.sun.net.httpserver.HttpExchange exchange, Path switches)
      throws IOException {
    var file = switches.resolve(exchange.getRequestURI().getQuery());
    try {
      while (!Files.exists(file)) {
        new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, true);
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, boolean good)
      throws IOException {
    exchange.sendResponseHeaders(good ? 200 : 503, -1);
    exchange.close();
  }
}
