package dev.slipway.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the cache of statements saves (docs/decisions/0026): statements that the driver prepares,
/// and bytes that a thread allocates, neither of which a busy machine changes.
class StatementCacheTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final String SQL = "SELECT :a + :b";
  private static final int TIMES = 500;

  private final List<String> prepared = new ArrayList<>();

  /// The driver's connection; what it prepares is written down.
  private StatementCache open() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    return new StatementCache(
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("prepareStatement")) {
                    prepared.add(String.valueOf(arguments[0]));
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }));
  }

  private static int sum(StatementCache cache, String sql, int a) {
    return cache.prepare(sql).bind("a", a).bind("b", 1).number();
  }

  @Test
  void aStatementIsPreparedOnceHoweverOftenItRuns() throws SQLException {
    try (var cache = open()) {
      for (int i = 0; i < TIMES; i++) {
        assertThat(sum(cache, SQL, i)).isEqualTo(i + 1);
      }
    }
    assertThat(prepared).containsExactly("SELECT ? + ?");
  }

  @Test
  void aStatementThatIsKnownCostsLessThanHalfOfOneThatIsPrepared() throws SQLException {
    try (var cache = open()) {
      for (int i = 0; i < TIMES; i++) {
        sum(cache, SQL, i);
      }
      long known = allocated(() -> sum(cache, SQL, 1));
      long fresh = allocated(() -> sum(cache, SQL + " -- " + prepared.size(), 1));
      assertThat(prepared).hasSize(1 + TIMES);
      assertThat(known / TIMES).as("bytes, known").isLessThan(fresh / TIMES / 2);
    }
  }

  private static long allocated(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
