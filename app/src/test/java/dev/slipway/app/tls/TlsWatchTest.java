package dev.slipway.app.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.testkit.SelfSigned;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PEM files: which are refused and why, and what becomes of their changes.
class TlsWatchTest {
  private static final Vertx vertx = Vertx.vertx();
  @TempDir static Path shared = Path.of("");
  private static SelfSigned first;
  private static SelfSigned second;

  @TempDir Path directory = Path.of("");
  private final List<X509Certificate> renewed = new ArrayList<>();
  private TlsFiles files;
  private TlsWatch watch;

  @BeforeAll
  static void make() {
    first = SelfSigned.make(shared, "first", "RSA");
    second = SelfSigned.make(shared, "second", "EC");
  }

  @AfterAll
  static void close() {
    vertx.close().await();
  }

  @BeforeEach
  void write() {
    files = new TlsFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    first.write(files.cert(), files.key());
    watch = new TlsWatch(files, files.read(), vertx, pair -> renewed.add(pair.leaf()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void aPairThatBelongsTogetherIsTaken(String algorithm) {
    var made = algorithm.equals("RSA") ? first : second;
    made.write(files.cert(), files.key());
    var pair = files.checked(files.read(), vertx);
    assertThat(pair.leaf()).isEqualTo(made.certificate());
    assertThat(pair.options().getEnabledSecureTransportProtocols())
        .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
  }

  @Test
  void theServersOwnCertificateStandsFirstAndThenEachSigner() throws IOException {
    Files.writeString(files.cert(), first.certPem() + second.certPem());
    assertRefused("certificate 2, for CN=second, did not sign the one before it");
    Files.writeString(files.cert(), second.certPem() + first.certPem());
    assertRefused("not the key of the first certificate", "CN=second", "stands first");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    var third = SelfSigned.make(shared, "third", "RSA");
    Files.writeString(files.key(), third.keyPem());
    assertRefused("--tls-key " + files.key(), "not the key of the first certificate", "CN=first");
  }

  @Test
  void aKeyWithAPassphraseIsRefusedWithWhatToDo() throws IOException {
    Files.writeString(files.key(), first.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    assertRefused("encrypted", "openssl pkey -in " + files.key());
    Files.writeString(
        files.key(),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    assertRefused("encrypted", "openssl pkey");
  }

  @Test
  void whatIsNoKeyOrNoCertificateIsRefused() throws IOException {
    Files.writeString(files.key(), first.certPem());
    assertRefused("--tls-key", "holds no private key", "-----BEGIN PRIVATE KEY-----");
    Files.writeString(
        files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused("--tls-key", "not understood");
    Files.writeString(files.cert(), "hello");
    assertRefused("--tls-cert", "holds no certificate", "-----BEGIN CERTIFICATE-----");
    Files.writeString(files.cert(), "");
    assertRefused("--tls-cert", "holds no certificate");
  }

  @Test
  void aMissingFileAndADirectoryAreSaidInWords() throws IOException {
    Files.delete(files.key());
    assertThatThrownBy(files::read)
        .isInstanceOf(TlsFailure.class)
        .hasMessage("--tls-key " + files.key() + ": missing (expected: a PEM file)");
    Files.createDirectory(files.key());
    assertThatThrownBy(files::read)
        .isInstanceOf(TlsFailure.class)
        .hasMessageContaining("cannot be read");
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> files.checked(files.read(), vertx))
        .isInstanceOf(TlsFailure.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void whatDidNotChangeIsNotRenewed() {
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isFalse();
    assertThat(renewed).isEmpty();
  }

  @Test
  void aNewPairIsRenewedOnceItStaysTheSame() {
    second.write(files.cert(), files.key());
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isTrue();
    assertThat(watch.look()).isFalse();
    assertThat(renewed).containsExactly(second.certificate());
  }

  @Test
  void aBrokenPairKeepsTheOldOneUntilItIsWhole() throws IOException {
    Files.writeString(files.cert(), second.certPem());
    for (int i = 0; i < 4; i++) {
      assertThat(watch.look()).isFalse();
    }
    assertThat(renewed).isEmpty();
    Files.delete(files.key());
    assertThat(watch.look()).isFalse();
    Files.writeString(files.key(), second.keyPem());
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isTrue();
    assertThat(renewed).containsExactly(second.certificate());
  }

  @Test
  void aPairThatIsTakenBackChangesNothing() throws IOException {
    Files.writeString(files.cert(), second.certPem());
    assertThat(watch.look()).isFalse();
    first.write(files.cert(), files.key());
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isFalse();
    assertThat(renewed).isEmpty();
  }
}
