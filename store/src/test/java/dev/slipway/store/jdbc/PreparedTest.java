package dev.slipway.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreparedTest {
  private static final String INSERT = "INSERT INTO t (id, note) VALUES (:id, :note)";
  private static final String NOTE = "SELECT note FROM t WHERE id = :id";
  private static final String NOTES = "SELECT note FROM t ORDER BY id";

  private StatementCache statementCache;

  @BeforeEach
  void open() throws SQLException {
    statementCache = new StatementCache(DriverManager.getConnection("jdbc:sqlite::memory:"));
    statementCache.run("CREATE TABLE t (id INTEGER PRIMARY KEY, note)");
  }

  @AfterEach
  void close() {
    statementCache.close();
  }

  private void insert(int id, @Nullable Object note) {
    assertThat(statementCache.prepare(INSERT).bind("id", id).bind("note", note).execute())
        .isEqualTo(1);
  }

  private @Nullable String note(int id) {
    return statementCache.prepare(NOTE).bind("id", id).one(row -> row.getString(1));
  }

  @Test
  void everyKindOfValueArrives() {
    insert(1, "text");
    insert(2, Long.MAX_VALUE);
    insert(3, true);
    insert(4, null);
    insert(5, new byte[] {7, 0, 7});
    assertThat(note(1)).isEqualTo("text");
    assertThat(note(2)).isEqualTo(String.valueOf(Long.MAX_VALUE));
    assertThat(note(3)).isEqualTo("1");
    assertThat(note(4)).isNull();
    byte[] bytes = statementCache.prepare(NOTE).bind("id", 5).one(row -> row.getBytes(1));
    assertThat(bytes).containsExactly(7, 0, 7);
  }

  @Test
  void aValueOfAnotherKindIsOurMistake() {
    assertThatIllegalStateException()
        .isThrownBy(() -> statementCache.prepare(INSERT).bind("id", 1.5))
        .withMessageContaining("java.lang.Double (expected: ");
  }

  @Test
  void aStatementThatIsUsedAgainKnowsNothingOfTheLastTime() {
    insert(1, "a");
    assertThatIllegalStateException()
        .isThrownBy(() -> statementCache.prepare(INSERT).bind("id", 2).execute())
        .withMessageContaining("parameter note is not bound");
    insert(2, "b");
    assertThat(statementCache.prepare(NOTES).list(row -> row.getString(1)))
        .containsExactly("a", "b");
  }

  @Test
  void aStatementPassesOverNamesThatItDoesNotHave() {
    insert(1, "a");
    assertThat(
            statementCache
                .prepare(NOTE)
                .bind("id", 1)
                .bind("note", "b")
                .<String>one(row -> row.getString(1)))
        .isEqualTo("a");
  }

  @Test
  void oneThatFailedCanBeUsedAgain() {
    insert(1, "a");
    assertThatExceptionOfType(SqlFailure.class)
        .isThrownBy(() -> insert(1, "b"))
        .withMessageContaining("UNIQUE constraint failed");
    insert(2, "b");
    assertThat(note(1)).isEqualTo("a");
    assertThat(note(2)).isEqualTo("b");
  }

  @Test
  void oneWhoseRowsCouldNotBeReadCanBeUsedAgain() {
    insert(1, "a");
    var mine = new IllegalArgumentException("unreadable");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() ->
            statementCache
                .prepare(NOTES)
                .list(_ -> {
                  throw mine;
                }))
        .isSameAs(mine);
    assertThat(statementCache.prepare(NOTES).list(row -> row.getString(1))).containsExactly("a");
  }

  @Test
  void aStatementCanRunAgainWhileItsRowsAreRead() {
    insert(1, "a");
    insert(2, "b");
    List<String> seen = new ArrayList<>();
    statementCache
        .prepare(NOTES)
        .each(
            row -> row.getString(1),
            note ->
                seen.add(
                    note
                        + statementCache.prepare(NOTES).<String>list(inner -> inner.getString(1))));
    assertThat(seen).containsExactly("a[a, b]", "b[a, b]");
  }

  @Test
  void severalRowsAreNotOne() {
    insert(1, "a");
    insert(2, "b");
    assertThatIllegalStateException()
        .isThrownBy(() -> statementCache.prepare(NOTES).one(row -> row.getString(1)))
        .withMessageStartingWith("2 rows (expected: one or none)");
    assertThat(note(3)).isNull();
    assertThat(statementCache.prepare("SELECT count(*) FROM t").number()).isEqualTo(2);
  }
}
