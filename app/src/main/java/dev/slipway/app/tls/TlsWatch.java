package dev.slipway.app.tls;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Polls the PEM files and puts a changed pair in use. A pair that cannot be used changes nothing,
/// and open connections keep the certificate they began with.
final class TlsWatch {
  static final Duration EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

  private final TlsFiles files;
  private final Vertx vertx;
  private final Consumer<TlsFiles.Pair> renewed;
  private TlsFiles.Content used;
  private TlsFiles.@Nullable Content seen;
  private String complaint = "";

  /// @param used what is in use
  /// @param renewed puts a new pair in use, and returns when it is
  TlsWatch(TlsFiles files, TlsFiles.Content used, Vertx vertx, Consumer<TlsFiles.Pair> renewed) {
    this.files = files;
    this.used = used;
    this.vertx = vertx;
    this.renewed = renewed;
  }

  /// Warns of a certificate that is not valid at the moment.
  static void warnWhereInvalid(TlsFiles files, TlsFiles.Pair pair, InstantSource time) {
    var now = time.instant();
    var from = pair.leaf().getNotBefore().toInstant();
    var to = pair.leaf().getNotAfter().toInstant();
    if (now.isBefore(from) || now.isAfter(to)) {
      LOG.warn("--tls-cert {}: valid from {} to {} (expected: now)", files.cert(), from, to);
    }
  }

  AutoCloseable start() {
    var thread = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
    thread.start();
    return () -> {
      thread.interrupt();
      thread.join();
    };
  }

  private void watch() {
    while (true) {
      try {
        Thread.sleep(EVERY);
        look();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        complain(String.valueOf(e.getMessage()));
      }
    }
  }

  /// Reads the files once. A change counts when two reads in a row have found the same: the two
  /// files are written one after the other.
  ///
  /// @return whether a new pair is in use
  boolean look() {
    TlsFiles.Content found;
    try {
      found = files.read();
    } catch (TlsFailure e) {
      seen = null;
      complain(String.valueOf(e.getMessage()));
      return false;
    }
    if (found.equals(used)) {
      seen = null;
      complaint = "";
      return false;
    }
    var before = seen;
    seen = found;
    return found.equals(before) && renew(found);
  }

  private boolean renew(TlsFiles.Content found) {
    try {
      var pair = files.checked(found, vertx);
      renewed.accept(pair);
      used = found;
      complaint = "";
      LOG.info(
          "--tls-cert {}: a renewed certificate is in use, valid until {}",
          files.cert(),
          pair.leaf().getNotAfter().toInstant());
      return true;
    } catch (TlsFailure e) {
      complain(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /// Warns once for each reason, not at every poll.
  private void complain(String why) {
    if (!why.equals(complaint)) {
      complaint = why;
      LOG.warn("{}; the certificate in use stays", why);
    }
  }
}
