package dev.slipway.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.engine.port.runtime.LogLine.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContinuationsTest {
  /// The first letter of each line's level, `-` for none.
  private static String levels(String text) {
    var continuations = new Continuations();
    return text.lines()
        .map(continuations::next)
        .map(level -> level == null ? "-" : level.name().substring(0, 1))
        .collect(Collectors.joining());
  }

  @Test
  void aTracebackAndThoseThatFollowFromItHaveOneLevel() {
    String text =
        """
        ERROR in predict
        Traceback (most recent call last):
          File "a.py", line 1, in f
            log(INFO, "x")
        KeyError: 'a'

        During handling of the above exception, another exception occurred:

        Traceback (most recent call last):
          File "a.py", line 2, in g
        mine.Odd: what it says
        INFO next
        """;
    assertThat(levels(text)).isEqualTo("EEEEEEEEEEEI");
  }

  @Test
  void aTracebackThatNobodyAnnouncedIsAnError() {
    String text =
        """
        INFO loading
        Traceback (most recent call last):
          File "a.py", line 1, in f
        SystemExit: no weights
        plain
        """;
    assertThat(levels(text)).isEqualTo("IEEE-");
    assertThat(levels("Traceback (most recent call last):\n")).isEqualTo("E");
    assertThat(levels("DEBUG x\nTraceback (most recent call last):\n  File\nKeyError\n"))
        .isEqualTo("DDDD");
  }

  @Test
  void linesOfOtherThreadsInBetweenKeepTheirOwn() {
    String text =
        """
        ERROR a
        Traceback (most recent call last):
          File "a.py", line 1, in f
        2026-01-01 INFO b
          File "a.py", line 2, in g
        ValueError: x
        """;
    assertThat(levels(text)).isEqualTo("EEEIEE");
  }

  @Test
  void aStackTraceOfTheJvmHasOneLevel() {
    String text =
        """
        WARN slow
        java.lang.IllegalStateException: no
        \tat a.B.c(B.java:1)
        Caused by: java.io.IOException: x
        \t... 12 more
        done
        Exception in thread "main" java.lang.Error
        \tat a.B.c(B.java:1)
        """;
    assertThat(levels(text)).isEqualTo("WWWWW-EE");
  }

  @Test
  void anIndentedLineContinuesTheOneBefore() {
    assertThat(levels("WARNING a\n  b\n\tc\nd\n  e\n  INFO f\n  g\n")).isEqualTo("WWW--II");
    assertThat(levels("ERROR a\n\nb\n")).isEqualTo("E--");
  }

  @Test
  void anotherProcessBeginsAnew() {
    var continuations = new Continuations();
    assertThat(continuations.next("ERROR a")).isEqualTo(Level.ERROR);
    continuations.clear();
    assertThat(continuations.next("  b")).isNull();
  }
}
