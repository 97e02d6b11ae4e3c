package dev.slipway.gateway.proxy;

import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The value of the field Date (RFC 9110 section 6.6.1), made once a second. One lane's.
final class DateField {
  private static final long MILLIS = 1_000;
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private long second = Long.MIN_VALUE;
  private CharSequence text = "";

  CharSequence at(long epochMillis) {
    long now = Math.floorDiv(epochMillis, MILLIS);
    if (now != second) {
      second = now;
      text = HttpHeaders.createOptimized(FORM.format(Instant.ofEpochSecond(now)));
    }
    return text;
  }
}
