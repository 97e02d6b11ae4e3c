package dev.slipway.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.Predictions;
import dev.slipway.engine.port.Predictions.Reply;
import dev.slipway.engine.port.Predictions.Room;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the runner of asynchronous requests relies on: how every data plane sends them.
public abstract class PredictionsContract {
  public static final String DEPLOYMENT = "deploy01";

  public abstract Predictions predictions();

  /// What [#DEPLOYMENT] serves.
  public abstract AsyncTarget target();

  /// The deployment has one replica with `places` for requests from now on; 0: no replica.
  public abstract void up(int places);

  /// The next request is answered so.
  public abstract void answering(int status, String body);

  /// The ids that the model was told, in order.
  public abstract List<String> told();

  private Reply predict(boolean keep) {
    return predictions().predict(target(), "request1", "{}".getBytes(UTF_8), keep);
  }

  private static String output(Reply reply) {
    return UTF_8.decode(reply.output().duplicate()).toString();
  }

  @Test
  public void aSuccessThatIsKeptBringsItsOutput() {
    up(1);
    answering(200, "{\"y\":1}");
    Reply reply = predict(true);
    assertThat(reply.outcome()).isEqualTo(new AsyncReply.Answered(DEPLOYMENT, 200, ""));
    assertThat(output(reply)).isEqualTo("{\"y\":1}");
    assertThat(told()).containsExactly("request1");
  }

  @Test
  public void aSuccessThatIsNotKeptBringsNone() {
    up(1);
    answering(200, "{\"y\":1}");
    Reply reply = predict(false);
    assertThat(reply.outcome()).isEqualTo(new AsyncReply.Answered(DEPLOYMENT, 200, ""));
    assertThat(output(reply)).isEmpty();
  }

  @Test
  public void anErrorBringsTheBeginningOfItsTextAndNoOutput() {
    up(1);
    answering(500, "it broke");
    Reply reply = predict(true);
    assertThat(reply.outcome()).isEqualTo(new AsyncReply.Answered(DEPLOYMENT, 500, "it broke"));
    assertThat(output(reply)).isEmpty();
  }

  @Test
  public void theRoomIsThePlacesOfTheReplicas() {
    up(3);
    assertThat(predictions().room(target())).isEqualTo(new Room(3, false));
    up(0);
    assertThat(predictions().room(target())).isEqualTo(new Room(0, true));
  }
}
