package dev.slipway.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks `ps`, where there is no /proc. Births are exact to a second only, and the environment is
/// searched in what `ps` shows of it: enough to recognise what was started here, not a proof.
final class PsProcesses implements ProcessTable {
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
    // Start times are text, so they must be written alike each time.
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    var rows = new ArrayList<Row>();
    try {
      var ps = builder.start();
      for (var line : new String(ps.getInputStream().readAllBytes(), UTF_8).split("\n", -1)) {
        var m = LINE.matcher(line);
        if (m.matches() && !m.group(4).startsWith("Z")) {
          rows.add(
              new Row(
                  new Entry(
                      Long.parseLong(m.group(1)),
                      Long.parseLong(m.group(2)),
                      Long.parseLong(m.group(3)),
                      m.group(5).replaceAll("\\s+", " ")),
                  m.group(6)));
        }
      }
    } catch (IOException e) {
      throw new RuntimeFailure("cannot run ps to see the processes", e);
    }
    return rows;
  }
}
