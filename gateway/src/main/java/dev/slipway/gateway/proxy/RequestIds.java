package dev.slipway.gateway.proxy;

import java.util.random.RandomGenerator;

/// Ids of requests: 32 hex digits, of which 16 say which lane of which start, and 16 which request.
/// One lane's.
public final class RequestIds {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final int HALF = 16;
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final char[] digits = new char[2 * HALF];
  private long state;

  public RequestIds(RandomGenerator random) {
    write(random.nextLong(), 0);
    state = random.nextLong();
  }

  String next() {
    // A counter whose bits are mixed one to one: no two are the same before 2^64 requests.
    state += STEP;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    write(mixed ^ (mixed >>> 31), HALF);
    return new String(digits);
  }

  private void write(long value, int at) {
    for (int i = 0; i < HALF; i++) {
      digits[at + i] = HEX[(int) (value >>> (60 - 4 * i)) & 0xf];
    }
  }
}
