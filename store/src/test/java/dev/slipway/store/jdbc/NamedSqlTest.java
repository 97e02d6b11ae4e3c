package dev.slipway.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamedSqlTest {
  @Test
  void aNameBecomesAPlaceAsOftenAsItIsUsed() {
    assertThat(NamedSql.parse("SELECT 1 FROM t WHERE a = :model_id OR (b=:model_id AND c<:at)"))
        .isEqualTo(
            new NamedSql(
                "SELECT 1 FROM t WHERE a = ? OR (b=? AND c<?)",
                List.of("model_id", "model_id", "at")));
  }

  @Test
  void aNameEndsWithTheText() {
    assertThat(NamedSql.parse("LIMIT :limit")).isEqualTo(new NamedSql("LIMIT ?", List.of("limit")));
  }

  @Test
  void quotedTextAndCastsAreLeftAlone() {
    String sql = "SELECT ':no', 'it''s :no', a::text, '\u00e9' FROM t WHERE b = ': '";
    assertThat(NamedSql.parse(sql)).isEqualTo(new NamedSql(sql, List.of()));
  }
}
