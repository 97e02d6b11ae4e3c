package dev.slipway.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.store.SqlStore;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryPlanTest {
  private static final List<Class<?>> TABLES =
      List.of(
          ModelTable.class,
          DeploymentTable.class,
          EnvironmentTable.class,
          PromotionTable.class,
          PromotionEventTable.class,
          KeyTable.class,
          SecretTable.class,
          AuditTable.class,
          SettingTable.class,
          IdempotentCallTable.class,
          MetricTable.class,
          AsyncTable.class,
          AsyncBodyTable.class);

  /// Statements that are there to read a whole table, or its newest rows in the order of its key.
  private static final Set<String> WHOLE = Set.of("ALL", "ALL_IDS", "DELETED", "NEWEST");

  @TempDir Path directory;

  @Test
  void noStatementScansATableOrSortsItWithoutReason() throws Exception {
    Path file = directory.resolve("slipway.db");
    SqlStore.sqlite(file).close();
    int statements = 0;
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      for (Class<?> table : TABLES) {
        for (Field field : table.getDeclaredFields()) {
          field.setAccessible(true);
          if (field.getType() == String.class && !WHOLE.contains(field.getName())) {
            String plan = plan(statement, String.valueOf(field.get(null)));
            assertThat(plan)
                .as("%s.%s", table.getSimpleName(), field.getName())
                .doesNotContainPattern("SCAN(?! promotions USING INDEX promotions_in_progress)")
                .doesNotContain("TEMP B-TREE");
            statements++;
          }
        }
      }
    }
    assertThat(statements).isGreaterThan(25);
  }

  private static String plan(Statement statement, String sql) throws Exception {
    var plan = new StringBuilder();
    try (var rows = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      while (rows.next()) {
        plan.append(rows.getString("detail")).append('\n');
      }
    }
    return plan.toString();
  }
}
