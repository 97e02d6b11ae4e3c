package dev.slipway.app.house.planted.store;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// Breach: helps itself to time, randomness and the console, in every way that is banned.
public final class Helpful {
  private Helpful() {}

  public static List<Supplier<?>> references() {
    return List.of(
        Instant::now, System::currentTimeMillis, System::nanoTime, Random::new, UUID::randomUUID);
  }

  public static List<Object> calls() throws InterruptedException {
    Thread.sleep(1);
    System.out.println(1);
    System.err.flush();
    return List.of(
        Instant.now(),
        Clock.systemUTC(),
        InstantSource.system(),
        System.currentTimeMillis(),
        System.nanoTime(),
        new Random(),
        Math.random(),
        UUID.randomUUID());
  }
}
