package dev.slipway.cli.client;

import dev.slipway.cli.host.Failure;
import dev.slipway.cli.host.FileErrors;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The certificates that are trusted: those of the machine's authorities, or only those in a file.
public final class Trust {
  /// Trusts the authorities of the machine.
  static final Trust DEFAULT = new Trust(null);

  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final @Nullable SSLContext context;

  private Trust(@Nullable SSLContext context) {
    this.context = context;
  }

  /// @param what names the option in the error
  /// @param file PEM: authorities, or the server's own certificate
  static Trust in(String what, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry(String.valueOf(n++), each);
      }
      if (n == 0) {
        throw noCertificate(what, file);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new Trust(context);
    } catch (CertificateException e) {
      throw noCertificate(what, file);
    } catch (IOException e) {
      throw Failure.usage(
          "%s: %s cannot be read (%s). Name a PEM file.".formatted(what, file, FileErrors.of(e)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS (expected: it has)", e);
    }
  }

  private static Failure noCertificate(String what, Path file) {
    return Failure.usage(
        "%s: %s holds no certificate (expected: PEM, from -----BEGIN CERTIFICATE-----)."
            .formatted(what, file));
  }

  /// A new HTTP client with this trust.
  public HttpClient client() {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    return context == null ? builder.build() : builder.sslContext(context).build();
  }
}
