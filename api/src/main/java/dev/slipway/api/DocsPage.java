package dev.slipway.api;

import dev.slipway.api.http.Reply;
import dev.slipway.api.http.Request;
import dev.slipway.api.input.Problem;
import dev.slipway.api.input.Texts;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// A page to read the OpenAPI documents in: Swagger UI, which comes with the program. The page asks
/// nothing of any other server.
final class DocsPage {
  /// The version is that of the dependency.
  private static final String VIEWER = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final String PNG = "image/png";

  /// Nothing inline, nothing from elsewhere; images in the style sheet are data.
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer");

  /// The parts of the page, by the name under which they are served.
  private static final Map<String, Asset> ASSETS =
      Map.of(
          "page.js", new Asset("docs/page.js", SCRIPT),
          "page.css", new Asset("docs/page.css", STYLE),
          "swagger-ui-bundle.js", new Asset(VIEWER + "swagger-ui-bundle.js", SCRIPT),
          "swagger-ui.css", new Asset(VIEWER + "swagger-ui.css", STYLE),
          "favicon.png", new Asset(VIEWER + "favicon-32x32.png", PNG));

  /// @param resource where it is in the program
  private record Asset(String resource, String type) {
    Reply reply() throws IOException {
      try (InputStream in = DocsPage.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException(resource + " is not in the program (expected: it is)");
        }
        return new Reply.Whole(200, type, Buffer.buffer(in.readAllBytes()), HEADERS);
      }
    }
  }

  Reply page(Request request) throws IOException {
    return new Asset("docs/page.html", HTML).reply();
  }

  Reply asset(Request request) throws IOException {
    String name = request.value("asset");
    Asset asset = ASSETS.get(name);
    if (asset == null) {
      throw Problem.notFound(
          "The page has no part %s (expected: %s)."
              .formatted(
                  Texts.cut(name), String.join(", ", ASSETS.keySet().stream().sorted().toList())));
    }
    return asset.reply();
  }
}
