package dev.slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine that was made a moment ago by the JDK's own keytool, and its key.
///
/// @param certPem the certificate
/// @param keyPem its key, without a passphrase
public record SelfSigned(X509Certificate certificate, String certPem, String keyPem) {
  private static final String PASS = "changeit";

  /// @param directory where keytool may write
  /// @param name of the certificate's subject
  /// @param algorithm of the key: RSA or EC
  public static SelfSigned make(Path directory, String name, String algorithm) {
    Path file = directory.resolve(name + "-" + algorithm + ".p12");
    try {
      run(file, name, algorithm);
      var store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASS.toCharArray());
      }
      Files.delete(file);
      Certificate certificate = store.getCertificate(name);
      Key key = store.getKey(name, PASS.toCharArray());
      return new SelfSigned(
          (X509Certificate) certificate,
          pem("CERTIFICATE", certificate.getEncoded()),
          pem("PRIVATE KEY", key.getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool made what this JDK cannot read", e);
    }
  }

  private static void run(Path file, String name, String algorithm) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASS,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException("keytool: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  /// Writes both files, one after the other.
  public void write(Path cert, Path key) {
    try {
      Files.writeString(cert, certPem);
      Files.writeString(key, keyPem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of a client that trusts this certificate and no other.
  public SSLContext trusting() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("server", certificate);
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
