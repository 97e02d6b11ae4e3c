package dev.slipway.app.house.planted.app;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// No breach: the app is the door by which time, randomness and the console come in.
public final class Allowed {
  private Allowed() {}

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
