package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.TableWatch.Sample;
import dev.slipway.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A rolling promotion of real processes on the whole server under load: it is paused, resumed and
/// cancelled, and another one is forced forward. Nothing is lost, the candidate never has more of
/// the traffic than of the ready replicas, traffic comes back no faster than replicas do, and
/// nothing reaches the candidate once it is CANCELED.
///
/// `slipway.test.replicas` (default 4) and `slipway.test.rolling.rate` (default 200) make it
/// longer; the proof suite of CI runs it with 20 replicas.
class RollingUnderLoadTest {
  private static final int REPLICAS = Integer.getInteger("slipway.test.replicas", 4);
  private static final int RATE = Integer.getInteger("slipway.test.rolling.rate", 200);
  private static final int CONNECTIONS = 32;
  private static final String UP = "up";
  private static final String BACK = "back";

  @TempDir private Path temp = Path.of("");

  private final TableWatch watch = new TableWatch();

  @Test
  void pausedResumedCancelledAndForcedForwardWithoutLosingARequest() throws Exception {
    var options = ServerSettings.at(temp.resolve("data"), ServerSettings.Address.free());
    var real = Server.PARTS;
    var watched = new ServerParts(null, real.runtime(), watch::between, real.disk(), real.log());
    try (var server = Server.start(options, watched);
        var manager = new Manager(server.management(), server.apiKey())) {
      Path classes = Files.createDirectory(temp.resolve("classes"));
      var recording = Recording.deployLight(manager, temp.resolve("records"), classes);
      recording.rolling(REPLICAS);
      watch.follow(recording);
      var load =
          new Load(recording.predict(server.inference()), server.apiKey(), CONNECTIONS, RATE);
      long canceled;
      long promotedAgain;
      try (load) {
        pauseAndResume(recording, load);
        canceled = cancel(recording, load);
        promotedAgain = System.nanoTime();
        forceForward(recording, load);
      }
      report(load);
      assertThat(load.lost()).as("requests lost of %d", load.answered()).isEmpty();
      assertThat(recording.arrivals(recording.v2())).as("the candidate did serve").isNotEmpty();
      assertThat(recording.arrivals(recording.v2()))
          .as("sent after CANCELED was read, and seen by the candidate")
          .noneMatch(
              a -> load.sentAt(a.number()) > canceled && load.sentAt(a.number()) < promotedAgain);
    }
    checkShares();
  }

  private void pauseAndResume(Recording recording, Load load) {
    watch.phase(UP);
    recording.promote();
    Await.until("a fifth", () -> recording.percent() >= 20);
    recording.signal("pause_promotion");
    Await.until("PAUSED", () -> recording.lastStatus().equals("PAUSED"));
    int pinned = recording.percent();
    answers(load, 2L * RATE);
    assertThat(recording.lastStatus()).isEqualTo("PAUSED");
    assertThat(recording.percent()).as("share while paused").isEqualTo(pinned);
    recording.signal("resume_promotion");
    Await.until("half", () -> recording.percent() >= 50);
  }

  /// @return when CANCELED had been read
  private long cancel(Recording recording, Load load) {
    watch.phase(BACK);
    var reply = recording.cancel();
    assertThat(reply.ok().requiredAt("/status").stringValue()).isEqualTo("RAMPING_DOWN");
    Await.until("CANCELED", () -> recording.lastStatus().equals("CANCELED"));
    long read = System.nanoTime();
    answers(load, RATE);
    var served = recording.receipt().at("/candidate_served");
    assertThat(served.requiredAt("/after_fence").longValue()).isZero();
    assertThat(served.requiredAt("/lost").longValue()).isZero();
    assertThat(recording.current()).isEqualTo(recording.v1());
    return read;
  }

  private void forceForward(Recording recording, Load load) {
    watch.phase(UP);
    recording.promote();
    Await.until("a fifth again", () -> recording.percent() >= 20);
    watch.phase("forced");
    recording.signal("force_roll_forward_promotion");
    Await.until("SUCCEEDED", () -> recording.lastStatus().equals("SUCCEEDED"));
    assertThat(recording.current()).isEqualTo(recording.v2());
    answers(load, RATE);
  }

  private static void answers(Load load, long more) {
    long now = load.answered();
    Await.until(more + " more answers", () -> load.answered() > now + more);
  }

  private static void report(Load load) {
    System.out.printf(
        "rolling under load: %d replicas, %d requests, %d lost%n",
        REPLICAS, load.answered(), load.lost().size());
  }

  private void checkShares() {
    List<Sample> up = watch.samples(UP);
    // How many tables there are depends on how many replicas became ready between two of them; that
    // the pinned share and the half were on their way does not.
    assertThat(up)
        .as("tables on the way up")
        .anyMatch(s -> s.share() >= 20 && s.share() < 50)
        .anyMatch(s -> s.share() >= 50);
    assertThat(up)
        .allSatisfy(s -> assertThat(s.share()).as("%s", s).isLessThanOrEqualTo(readyShare(s)));
    List<Sample> back = watch.samples(BACK);
    assertThat(back).as("tables on the way back").isNotEmpty();
    int share = up.getLast().share();
    for (Sample s : back) {
      if (s.share() < share) {
        assertThat((100 - s.share()) * REPLICAS)
            .as("traffic back on %s", s)
            .isLessThanOrEqualTo(100 * s.previous());
      }
      share = s.share();
    }
    System.out.printf(
        "rolling under load: %d tables up, %d back, all within the ready share%n",
        up.size(), back.size());
  }

  private static int readyShare(Sample s) {
    int all = s.previous() + s.candidate();
    return all == 0 ? 0 : 100 * s.candidate() / all;
  }
}
