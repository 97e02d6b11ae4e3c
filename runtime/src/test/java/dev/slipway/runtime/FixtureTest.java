package dev.slipway.runtime;

import dev.slipway.runtime.process.Fixture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A runtime of its own for each test, with real processes, and its directory.
public abstract class FixtureTest {
  @TempDir public Path data = Path.of("");
  public Fixture f;

  @BeforeEach
  void open() throws IOException {
    f = new Fixture(data);
  }

  @AfterEach
  void close() {
    f.close();
  }
}
