import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Draws the picture of the README from the output of a demo that was run:
///
/// `./slipway demo | java tools/RampPicture.java docs/ramp-and-cancel.svg`
public final class RampPicture {
  private static final Pattern LINE =
      Pattern.compile(
          "^ *(\\d+) s +(\\w+) .* (\\d+) % +v1 +(\\d+)/s +\\S+(?: %)? +v2 +(\\d+)/s.*");
  private static final int WIDTH = 860;
  private static final int HEIGHT = 330;
  private static final int LEFT = 56;
  private static final int RIGHT = 20;
  private static final int TOP = 46;
  private static final int BOTTOM = 52;

  private record Sample(int second, String state, int weight, int stable, int candidate) {}

  static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("expected one argument: the file to write");
      System.exit(2);
    }
    List<Sample> samples = new ArrayList<>();
    for (String line : new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
      var m = LINE.matcher(line);
      if (m.matches()) {
        samples.add(
            new Sample(number(m.group(1)), m.group(2), number(m.group(3)), number(m.group(4)), number(m.group(5))));
      }
    }
    if (samples.size() < 5) {
      System.err.println("no progress lines of a demo on standard input");
      System.exit(1);
    }
    Files.writeString(Path.of(args[0]), svg(samples));
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  private static String svg(List<Sample> all) {
    var out = new StringBuilder();
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="system-ui, sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        <text x="%d" y="24" font-size="16" font-weight="600" fill="#1c2733">Requests a second to each version: a ramp, and a cancel half-way</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT));
    int top = all.stream().mapToInt(s -> Math.max(s.stable(), s.candidate())).max().orElse(1);
    int last = all.getLast().second();
    for (int i = 0; i <= 4; i++) {
      double y = y(top * i / 4.0, top);
      out.append(line(LEFT, y, WIDTH - RIGHT, y, "#e3e8ee"));
      out.append(text(LEFT - 8, y + 4, "end", "#5b6b7b", String.valueOf(top * i / 4)));
    }
    states(all, last, out);
    out.append(path(all, last, top, true));
    out.append(path(all, last, top, false));
    out.append(text(x(last, last), y(all.getLast().stable(), top) - 10, "end", "#1668b8", "v1"));
    out.append(text(x(last, last), y(0, top) - 10, "end", "#c2410c", "v2"));
    for (int s = 0; s <= last; s += 5) {
      out.append(text(x(s, last), HEIGHT - BOTTOM + 20, "middle", "#5b6b7b", s + " s"));
    }
    return out.append("</svg>\n").toString();
  }

  /// A mark at each change of state, with the state's name.
  private static void states(List<Sample> all, int last, StringBuilder out) {
    String state = "";
    for (Sample s : all) {
      if (!s.state().equals(state)) {
        state = s.state();
        double x = x(s.second(), last);
        out.append(line(x, TOP, x, HEIGHT - BOTTOM, "#b8c4d0"));
        out.append(text(x + 4, HEIGHT - 10, "start", "#1c2733", state));
      }
    }
  }

  private static String path(List<Sample> all, int last, int top, boolean stable) {
    var points = new StringBuilder();
    for (Sample s : all) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              x(s.second(), last),
              y(stable ? s.stable() : s.candidate(), top)));
    }
    return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" points=\"%s\"/>\n"
        .formatted(stable ? "#1668b8" : "#c2410c", points.toString().strip());
  }

  private static double x(double second, int last) {
    return LEFT + second / Math.max(1, last) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, int top) {
    return HEIGHT - BOTTOM - value / Math.max(1, top) * (HEIGHT - TOP - BOTTOM);
  }

  private static String line(double x1, double y1, double x2, double y2, String colour) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
        x1, y1, x2, y2, colour);
  }

  private static String text(double x, double y, String anchor, String colour, String what) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x, y, anchor, colour, what);
  }
}
