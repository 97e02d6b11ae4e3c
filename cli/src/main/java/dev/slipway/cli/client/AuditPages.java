package dev.slipway.cli.client;

import dev.slipway.wire.AuditBodies.AuditLogEntryV1;
import dev.slipway.wire.AuditBodies.ListAuditLogsResponseV1;
import java.util.ArrayList;
import java.util.List;

/// Reads an audit log page by page.
public final class AuditPages {
  /// The largest page that servers give.
  static final int PAGE = 200;

  private final Api api;
  private final String path;

  /// @param path with the query of the first page
  public AuditPages(Api api, String path) {
    this.api = api;
    this.path = path;
  }

  /// The first `limit` entries, in the server's order.
  public List<Element<AuditLogEntryV1>> read(int limit) {
    var entries = new ArrayList<Element<AuditLogEntryV1>>();
    String cursor = null;
    do {
      String more = cursor == null ? "" : "&cursor=" + Urls.query(cursor);
      int wanted = Math.min(PAGE, limit - entries.size());
      ServerReply page = api.get(path + "&limit=" + wanted + more);
      entries.addAll(page.elements("items", AuditLogEntryV1.class));
      cursor = page.as(ListAuditLogsResponseV1.class).pagination().cursor();
    } while (cursor != null && entries.size() < limit);
    return entries;
  }
}
