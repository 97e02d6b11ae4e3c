package dev.slipway.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.api.Bodies;
import dev.slipway.api.ServerTest;
import dev.slipway.api.TestServer.Got;
import dev.slipway.api.input.Problem;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.disk.DiskSpace;
import dev.slipway.engine.port.disk.StorageFault;
import dev.slipway.engine.port.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What callers see when nothing can be stored.
class StorageErrorsTest extends ServerTest {
  private static final DiskSpace LOW = new DiskSpace("/data", "/mnt (tmpfs)", 50, 1000);
  private static final DiskSpace FULL = new DiskSpace("/data", "/mnt (tmpfs)", 5, 1000);

  private final Errors errors = new Errors(new Ids(new Random(7)), () -> FULL, () -> Instant.EPOCH);

  @ParameterizedTest
  @CsvSource({
    "BUSY,503,UNAVAILABLE,1",
    "INTERRUPTED,503,UNAVAILABLE,1",
    "CLOSED,503,UNAVAILABLE,1",
    "FULL,507,DISK_FULL,0",
    "QUOTA,507,DISK_QUOTA_EXCEEDED,0",
    "READ_ONLY,503,STORAGE_READ_ONLY,0",
    "IO,503,STORAGE_FAILED,0",
    "PERMISSION,503,STORAGE_NOT_PERMITTED,0",
    "DAMAGED,500,STORAGE_DAMAGED,0",
    "REFUSED,500,INTERNAL_ERROR,0"
  })
  void eachFaultOfTheStoreHasItsOwnStatusCodeAndTimeToTryAgain(
      StorageFault fault, int status, String code, long retryAfter) {
    Problem p = errors.problem(new StoreException(fault, "what is wrong"), "GET /");
    assertThat(p.status()).isEqualTo(status);
    assertThat(p.code()).isEqualTo(code);
    assertThat(p.retryAfter()).isEqualTo(retryAfter);
    boolean told = fault != StorageFault.REFUSED && fault != StorageFault.CLOSED;
    assertThat(p.message().startsWith("what is wrong (request ")).isEqualTo(told);
    assertThat(((Reply.Whole) Errors.json(p)).headers().get("Retry-After"))
        .isEqualTo(retryAfter > 0 ? "1" : null);
  }

  @Test
  void aFileThatFindsNoRoomIsAFullDiskToo() {
    var failure = new IOException("No space left on device");
    for (var thrown :
        new Throwable[] {failure, new UncheckedIOException("cannot write", failure)}) {
      Problem p = errors.problem(thrown, "PUT /");
      assertThat(p.status()).isEqualTo(507);
      assertThat(p.message())
          .startsWith(
              "The disk is full (data directory /data on /mnt (tmpfs): 5 of 1000 bytes are free).");
    }
  }

  @Test
  void aFileThatIsMissingIsAFaultOfTheServer() {
    assertThat(errors.problem(new IOException("no such file"), "PUT /").status()).isEqualTo(500);
  }

  @Test
  void readinessWarnsBeforeTheDiskIsFullAndIsGoneWhenItIs() {
    assertThat(server.get("/readyz").json().get("warning").isNull()).isTrue();
    server.disk = LOW;
    Got low = server.get("/readyz");
    assertThat(low.status()).isEqualTo(200);
    assertThat(low.at("/warning"))
        .startsWith("The disk is getting full (data directory /data on /mnt (tmpfs): 50 of 1000");
    server.disk = FULL;
    Got full = server.get("/readyz");
    assertThat(full.status()).isEqualTo(507);
    assertThat(full.at("/code")).isEqualTo("DISK_FULL");
    assertThat(server.get("/healthz").status()).isEqualTo(200);
  }

  @Test
  void anUploadThatDoesNotFitIsRefusedByItsLengthAndFitsLater() {
    String prepare =
        "{\"name\":\"digits\",\"deployment\":{\"config\":%s}}".formatted(Bodies.CONFIG);
    Got prepared = server.post("/v1/prepare_model_upload", prepare);
    String path = "/v1/uploads/" + prepared.at("/upload/archive_key");
    server.disk = LOW;
    Got refused = server.send(server.request("PUT", path, "x".repeat(31)));
    assertThat(refused.status()).isEqualTo(507);
    assertThat(refused.message()).startsWith("The disk is too full for 31 bytes");
    assertThat(uploads).isEmptyDirectory();
    assertThat(server.send(server.request("PUT", path, "x".repeat(30))).status()).isEqualTo(200);
    server.disk = FULL;
    assertThat(server.post("/v1/prepare_model_upload", prepare).status()).isEqualTo(507);
  }
}
