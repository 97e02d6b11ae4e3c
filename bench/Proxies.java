import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// nginx and HAProxy, each set up for the same work: keep-alive on both sides, one worker, no
/// access log, 90/10 over two upstreams by weight. And the upstream: an nginx that answers from
/// memory.
final class Proxies {
  /// 318 bytes of JSON, the answer to every prediction.
  static final String ANSWER =
      "{\"label\":\"purchase invoice 1\",\"scores\":[" + "0.0123456789,".repeat(21) + "0.1]}";

  private static final String TEMPORARY =
      """
      client_body_temp_path @DIR@/body; proxy_temp_path @DIR@/proxy; fastcgi_temp_path @DIR@/fastcgi;
      uwsgi_temp_path @DIR@/uwsgi; scgi_temp_path @DIR@/scgi;
      """;

  private static final String UPSTREAM =
      """
      daemon off; master_process off; pid @DIR@/nginx.pid; error_log stderr warn;
      events { worker_connections 1024; }
      http {
        %s
        access_log off; default_type application/json; keepalive_requests 1000000000; keepalive_timeout 1h;
        server {
          listen 127.0.0.1:@PORT@;
          location / { return 200 '%s'; }
          location = /ready { return 200 '{}'; }
        }
      }
      """
          .formatted(TEMPORARY, ANSWER);

  private static final String NGINX =
      """
      daemon off; worker_processes 1; pid @DIR@/nginx.pid; error_log stderr warn;
      events { worker_connections 1024; }
      http {
        %s
        access_log off; keepalive_requests 1000000000; keepalive_timeout 1h;
        upstream split {
          server 127.0.0.1:%d weight=9; server 127.0.0.1:%d weight=1;
          keepalive 128; keepalive_requests 1000000000; keepalive_timeout 1h;
        }
        server {
          listen 127.0.0.1:@PORT@;
          location / {
            proxy_pass http://split; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
          }
        }
      }
      """;

  private static final String HAPROXY =
      """
      global
        nbthread 1
        maxconn 1024
      defaults
        mode http
        timeout connect 5s
        timeout client 1h
        timeout server 1h
        option http-keep-alive
        option forwardfor
        http-reuse always
      frontend front
        bind 127.0.0.1:@PORT@
        default_backend split
      backend split
        balance roundrobin
        server stable 127.0.0.1:%d weight 90
        server candidate 127.0.0.1:%d weight 10
      """;

  private final Children children;
  private final Machine machine;

  Proxies(Children children, Machine machine) {
    this.children = children;
    this.machine = machine;
  }

  /// A program that listens on a port.
  record Listening(Children.Child child, int port) {}

  Listening upstream(String name) throws IOException, InterruptedException {
    int port = Children.freePort();
    Path conf = configure(name, port, UPSTREAM);
    return listening(name, port, machine.onLoadCore(nginx(conf)));
  }

  Listening nginx(int stable, int candidate) throws IOException, InterruptedException {
    int port = Children.freePort();
    Path conf = configure("nginx", port, NGINX.formatted(TEMPORARY, stable, candidate));
    return listening("nginx", port, machine.onProxyCore(nginx(conf)));
  }

  Listening haproxy(int stable, int candidate) throws IOException, InterruptedException {
    int port = Children.freePort();
    Path conf = configure("haproxy", port, HAPROXY.formatted(stable, candidate));
    return listening(
        "haproxy", port, machine.onProxyCore(List.of("haproxy", "-db", "-f", conf.toString())));
  }

  /// The shell command that starts an upstream on `$PORT`: a model deployment's start command.
  ///
  /// @param pinned whether it is kept to the load's core
  String startCommand(boolean pinned) throws IOException {
    Path template = children.work().resolve("model.conf.in");
    Files.writeString(template, UPSTREAM);
    String dir = children.work() + "/model-$PORT";
    List<String> command = nginx(Path.of(dir + "/nginx.conf"));
    return "mkdir -p \"%s\" && sed \"s,@PORT@,$PORT,g;s,@DIR@,%s,g\" \"%s\" >\"%s/nginx.conf\" && exec %s"
        .formatted(
            dir,
            dir,
            template,
            dir,
            String.join(" ", pinned ? machine.onLoadCore(command) : command));
  }

  private static List<String> nginx(Path conf) {
    return List.of("nginx", "-e", "stderr", "-c", conf.toString());
  }

  private Path configure(String name, int port, String template) throws IOException {
    Path dir = Files.createDirectories(children.work().resolve(name));
    Path conf = dir.resolve(name + ".conf");
    String text = template.replace("@PORT@", String.valueOf(port)).replace("@DIR@", dir.toString());
    Files.writeString(conf, text);
    return conf;
  }

  private Listening listening(String name, int port, List<String> command)
      throws IOException, InterruptedException {
    Children.Child child = children.start(name, Map.of(), command);
    Await.answer(child, port, "/ready", 10_000);
    return new Listening(child, port);
  }
}
