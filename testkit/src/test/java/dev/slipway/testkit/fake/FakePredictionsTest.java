package dev.slipway.testkit.fake;

import dev.slipway.domain.async.AsyncReply;
import dev.slipway.domain.async.AsyncTarget;
import dev.slipway.engine.port.Predictions;
import dev.slipway.testkit.contract.PredictionsContract;
import java.util.List;

class FakePredictionsTest extends PredictionsContract {
  private final FakePredictions fake = new FakePredictions();

  @Override
  public Predictions predictions() {
    return fake;
  }

  @Override
  public AsyncTarget target() {
    return new AsyncTarget.OfDeployment("model001", DEPLOYMENT);
  }

  @Override
  public void up(int places) {
    fake.room(new Predictions.Room(places, places == 0));
  }

  @Override
  public void answering(int status, String body) {
    boolean success = status / 100 == 2;
    fake.then(
        new AsyncReply.Answered(DEPLOYMENT, status, success ? "" : body), success ? body : "");
  }

  @Override
  public List<String> told() {
    return fake.sent();
  }
}
