package dev.slipway.app.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/// The PEM files of both ports.
///
/// @param cert the server's certificate, then those that lead to its root
/// @param key its private key, without a passphrase
public record TlsFiles(Path cert, Path key) {
  /// The largest file that is read, in bytes.
  static final int MAX_BYTES = 1024 * 1024;

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z]+ )?PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "RSASSA-PSS", "EdDSA");
  private static final byte[] SAMPLE = "a sample to sign".getBytes(StandardCharsets.US_ASCII);

  /// The content of the files, unchecked.
  record Content(Buffer cert, Buffer key) {}

  /// A certificate and its key, fit for use.
  record Pair(ServerSSLOptions options, X509Certificate leaf) {}

  /// @throws TlsFailure a file cannot be read
  Content read() {
    return new Content(
        Buffer.buffer(bytes("--tls-cert", cert)), Buffer.buffer(bytes("--tls-key", key)));
  }

  /// @throws TlsFailure the two cannot be used; says why, and what to do
  Pair checked(Content content, Vertx vertx) {
    List<X509Certificate> chain = chain(content.cert().getBytes());
    X509Certificate leaf = chain.getFirst();
    checkKeyText(content.key().getBytes());
    var alone = new PemKeyCertOptions().addCertValue(pem(leaf)).addKeyValue(content.key());
    if (!matches(leaf, privateKey(leaf, alone, vertx))) {
      throw new TlsFailure("--tls-key %s: %s".formatted(key, notTheKeyOf(leaf)));
    }
    checkOrder(chain);
    var whole = new PemKeyCertOptions().addCertValue(content.cert()).addKeyValue(content.key());
    var options = new ServerSSLOptions();
    options.setKeyCertOptions(whole).setUseAlpn(false);
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    return new Pair(options, leaf);
  }

  private String notTheKeyOf(X509Certificate leaf) {
    return "not the key of the first certificate in %s, which is for %s (expected: an RSA or EC key; the two belong together, and the server's own certificate stands first)"
        .formatted(cert, leaf.getSubjectX500Principal());
  }

  private void checkOrder(List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw new TlsFailure(
            "--tls-cert %s: certificate %d, for %s, did not sign the one before it (expected: the server's own first, then each signer)"
                .formatted(cert, i + 1, chain.get(i).getSubjectX500Principal()));
      }
    }
  }

  private static Buffer pem(X509Certificate one) {
    try {
      String text = Base64.getMimeEncoder().encodeToString(one.getEncoded());
      return Buffer.buffer(
          "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  private static byte[] bytes(String option, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TlsFailure(
            "%s %s: %d bytes (expected: a PEM file of at most %d)"
                .formatted(option, file, Files.size(file), MAX_BYTES));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TlsFailure("%s %s: missing (expected: a PEM file)".formatted(option, file), e);
    } catch (IOException e) {
      throw new TlsFailure(
          "%s %s: cannot be read (expected: a PEM file that the server may read): %s"
              .formatted(option, file, e.getMessage()),
          e);
    }
  }

  private List<X509Certificate> chain(byte[] pem) {
    try {
      var all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (CertificateException e) {
      throw new TlsFailure(noCertificate(), e);
    }
    throw new TlsFailure(noCertificate());
  }

  private String noCertificate() {
    return "--tls-cert %s: holds no certificate (expected: PEM, from -----BEGIN CERTIFICATE-----)"
        .formatted(cert);
  }

  private void checkKeyText(byte[] pem) {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new TlsFailure(
          "--tls-key %s: encrypted (expected: a key without a passphrase, readable by the server alone; openssl pkey -in %s -out plain.pem)"
              .formatted(key, key));
    }
    if (!KEY.matcher(text).find()) {
      throw new TlsFailure(
          "--tls-key %s: holds no private key (expected: PEM, from -----BEGIN PRIVATE KEY-----)"
              .formatted(key));
    }
  }

  private PrivateKey privateKey(X509Certificate leaf, PemKeyCertOptions pem, Vertx vertx) {
    try {
      for (KeyManager manager : pem.getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager keys) {
          for (String kind : KINDS) {
            String[] names = keys.getServerAliases(kind, null);
            if (names != null) {
              return keys.getPrivateKey(names[0]);
            }
          }
        }
      }
    } catch (Exception e) {
      throw new TlsFailure(
          "--tls-key %s: not understood, or %s: %s"
              .formatted(key, notTheKeyOf(leaf), e.getMessage()),
          e);
    }
    throw new TlsFailure(
        "--tls-key %s: of a kind that is not known (expected: an RSA or EC key)".formatted(key));
  }

  /// Whether what the key signs is what the certificate confirms.
  private static boolean matches(X509Certificate leaf, PrivateKey key) {
    if (!leaf.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(SAMPLE);
      byte[] signed = signing.sign();
      signing.initVerify(leaf.getPublicKey());
      signing.update(SAMPLE);
      return signing.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
