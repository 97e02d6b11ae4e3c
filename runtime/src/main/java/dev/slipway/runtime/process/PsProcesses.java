package dev.slipway.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.runtime.settings.RuntimeFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The process table of systems without /proc, read from `ps`. Births are exact to a second only,
/// and the environment is searched in what `ps` shows of it: enough to recognise what was started
/// here, not a proof.
final class PsProcesses implements ProcessTable {
  /// How long `ps` may take. One that hangs, as on a dead network file system, must not hang the
  /// supervisor of a replica.
  static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final String COLUMNS = "pid=,ppid=,pgid=,stat=,lstart=,command=";

  /// pid, parent, group, state, five words of start time, command and environment.
  private static final Pattern LINE =
      Pattern.compile("\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\S+)\\s+((?:\\S+\\s+){4}\\S+)\\s?(.*)");

  private record Row(Entry entry, String command) {}

  @Override
  public List<Entry> all() {
    return rows(null).stream().map(Row::entry).toList();
  }

  @Override
  public Optional<Entry> find(long pid) {
    return rows(pid).stream().map(Row::entry).findFirst();
  }

  @Override
  public List<Entry> withVariable(List<Entry> among, String name, String value) {
    var wanted = " " + name + "=" + value + " ";
    return rows(null).stream()
        .filter(r -> (r.command() + " ").contains(wanted))
        .map(Row::entry)
        .filter(among::contains)
        .toList();
  }

  private static List<Row> rows(@Nullable Long pid) {
    var command =
        pid == null
            ? List.of("ps", "axeww", "-o", COLUMNS)
            : List.of("ps", "-ww", "-o", COLUMNS, "-p", pid.toString());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    // Start times are compared as text, so their form must not depend on the locale.
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    return output(builder, DEADLINE).lines().flatMap(line -> row(line).stream()).toList();
  }

  private static Optional<Row> row(String line) {
    var m = LINE.matcher(line);
    if (!m.matches() || m.group(4).startsWith("Z")) {
      return Optional.empty();
    }
    var entry =
        new Entry(
            Long.parseLong(m.group(1)),
            Long.parseLong(m.group(2)),
            Long.parseLong(m.group(3)),
            m.group(5).replaceAll("\\s+", " "));
    return Optional.of(new Row(entry, m.group(6)));
  }

  /// What a command prints, once it has ended. Its exit code says nothing: `ps -p` of a process
  /// that has ended fails. Interrupts are kept for later, since an interrupted build looks for its
  /// processes to end them.
  ///
  /// @throws RuntimeFailure where it cannot be run, or takes longer than `deadline`
  static String output(ProcessBuilder command, Duration deadline) {
    Process ps;
    try {
      ps = command.start();
    } catch (IOException e) {
      throw new RuntimeFailure("cannot run ps to see the processes", e);
    }
    var output = new CompletableFuture<String>();
    Thread.ofVirtual()
        .name("ps-output")
        .start(() -> {
          try {
            output.complete(new String(ps.getInputStream().readAllBytes(), UTF_8));
          } catch (IOException e) {
            output.completeExceptionally(e);
          }
        });
    try {
      return output
          .thenCombine(ps.onExit(), (text, _) -> text)
          .orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw new RuntimeFailure(
          "ps did not list the processes within " + deadline.toMillis() + " ms", e);
    } finally {
      ps.destroyForcibly();
    }
  }
}
