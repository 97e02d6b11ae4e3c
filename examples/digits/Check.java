import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sends every image of requests.jsonl to a model and prints how many each version got right.
///
/// With SLIPWAY_API_KEY set it goes through a gateway as well as to the model itself.
final class Check {
  private static final Pattern LINE =
      Pattern.compile("\\{\"label\":(\\d),\"request\":(\\{.*\\})\\}");
  private static final Pattern ANSWER =
      Pattern.compile("\\{\"digit\": (\\d), .*\"version\": \"([^\"]+)\"\\}\\s*");

  private Check() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: java Check.java URL path/to/requests.jsonl");
      System.exit(2);
    }
    List<String> lines = Files.readAllLines(Path.of(args[1]));
    var tallies = new TreeMap<String, Tally>();
    long start = System.nanoTime();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (String line : lines) {
        Matcher sample = matched(LINE, line);
        Matcher answer = matched(ANSWER, post(client, URI.create(args[0]), sample.group(2)));
        tallies
            .computeIfAbsent(answer.group(2), _ -> new Tally())
            .count(sample.group(1).equals(answer.group(1)));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    tallies.forEach((version, tally) -> System.out.println(version + ": " + tally));
    System.out.printf("%d requests, one after another, in %.1f s%n", lines.size(), seconds);
  }

  private static String post(HttpClient client, URI url, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
    String key = System.getenv("SLIPWAY_API_KEY");
    if (key != null) {
      request.header("Authorization", "Api-Key " + key);
    }
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static Matcher matched(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IOException("\"" + text + "\" (expected: " + pattern + ")");
    }
    return matcher;
  }

  private static final class Tally {
    private int right;
    private int all;

    void count(boolean isRight) {
      right += isRight ? 1 : 0;
      all++;
    }

    @Override
    public String toString() {
      return "%d of %d right (%.1f %%)".formatted(right, all, 100.0 * right / all);
    }
  }
}
