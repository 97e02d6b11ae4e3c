import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Runs the three parts and reports: `Bench HOME WORK [arguments of bench/run]`.
final class Bench {
  private static final String PAGE = "benchmarks.md";

  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Path.of(args[0]);
    Path work = Path.of(args[1]);
    Options options;
    try {
      options = Options.parse(Arrays.copyOfRange(args, 2, args.length));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    var children = new Children(work);
    Runtime.getRuntime().addShutdownHook(new Thread(children::close));
    try {
      build(home);
      Machine machine = Machine.look(work);
      say("%s; %s", machine.description(), machine.layout());
      if (options.against() != null) {
        build(options.against());
        System.exit(new AgainstPart(children, machine, options, home).measure() ? 0 : 1);
      }
      var gateway = new GatewayPart(children, machine, options, home).measure();
      var cancel = new CancelPart(children, machine, options, home).measure();
      var start = new StartupPart(children, machine, options, home).measure();
      var report = new Report(machine, options, gateway, cancel, start);
      System.out.println(report.text());
      if (options.json() != null) {
        Files.writeString(options.json(), Json.write(report.figures()) + "\n");
      }
      Files.writeString(
          (options.smoke() ? work : home.resolve("docs")).resolve(PAGE), report.page());
      System.exit(report.isCorrect() ? 0 : 1);
    } catch (IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  /// Any call of the launcher builds what is missing.
  private static void build(Path home) throws IOException, InterruptedException {
    var command = List.of(home.resolve("slipway").toString(), "--version");
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("there is no server to measure, see above");
    }
  }

  static void say(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }
}
