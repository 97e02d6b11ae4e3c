package dev.slipway.api;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A server of its own for each test, and the directory of its uploads.
public abstract class ServerTest {
  @TempDir public Path uploads;
  public TestServer server;

  @BeforeEach
  void startServer() {
    server = new TestServer(uploads, settings());
  }

  public ApiSettings settings() {
    return ApiSettings.on("127.0.0.1", 0);
  }

  @AfterEach
  void stopServer() throws Exception {
    server.close();
  }
}
