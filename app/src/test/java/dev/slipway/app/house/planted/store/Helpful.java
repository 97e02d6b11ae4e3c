package dev.slipway.app.house.planted.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Breach: helps itself to time, randomness and the console, in every way that is banned.
public final class Helpful {
  private Helpful() {}

  public static List<Supplier<?>> references() {
    return List.of(
        Instant::now,
        System::currentTimeMillis,
        System::nanoTime,
        Random::new,
        SecureRandom::new,
        ThreadLocalRandom::current,
        LocalDate::now,
        UUID::randomUUID);
  }

  public static List<Object> calls() throws InterruptedException {
    Thread.sleep(1);
    TimeUnit.MILLISECONDS.sleep(1);
    System.out.println(1);
    System.err.flush();
    return List.of(
        Instant.now(),
        ZonedDateTime.now(ZoneOffset.UTC),
        OffsetDateTime.now(ZoneOffset.UTC),
        LocalDate.now(ZoneOffset.UTC),
        LocalDateTime.now(ZoneOffset.UTC),
        LocalTime.now(ZoneOffset.UTC),
        Clock.systemUTC(),
        Clock.system(ZoneOffset.UTC),
        Clock.tickSeconds(ZoneOffset.UTC),
        InstantSource.system(),
        System.currentTimeMillis(),
        System.nanoTime(),
        new Random(),
        new SplittableRandom(),
        new SecureRandom(),
        ThreadLocalRandom.current(),
        RandomGenerator.getDefault(),
        Math.random(),
        UUID.randomUUID());
  }
}
