package dev.slipway.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads an audit log page by page.
final class AuditPages {
  /// The largest page that servers give.
  static final int PAGE = 200;

  private final Api api;
  private final String path;

  /// @param path with the query of the first page
  AuditPages(Api api, String path) {
    this.api = api;
    this.path = path;
  }

  /// The first `limit` entries, in the server's order.
  List<JsonNode> read(int limit) {
    var entries = new ArrayList<JsonNode>();
    String cursor = "";
    do {
      String more = cursor.isEmpty() ? "" : "&cursor=" + Urls.query(cursor);
      int wanted = Math.min(PAGE, limit - entries.size());
      JsonNode page = api.get(path + "&limit=" + wanted + more).json();
      entries.addAll(page.path("items").values());
      cursor = WireJson.text(page.path("pagination"), "cursor");
    } while (!cursor.isEmpty() && entries.size() < limit);
    return entries;
  }
}
