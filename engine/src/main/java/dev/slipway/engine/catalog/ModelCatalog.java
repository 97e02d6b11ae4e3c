package dev.slipway.engine.catalog;

import dev.slipway.domain.deployment.Model;
import dev.slipway.domain.environment.Environment;
import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.domain.environment.Routing;
import dev.slipway.domain.settings.AutoscalingSettings;
import dev.slipway.domain.settings.PromotionSettings;
import dev.slipway.engine.answer.Answer;
import dev.slipway.engine.answer.Commit;
import dev.slipway.engine.answer.Lookup;
import dev.slipway.engine.history.AuditWriter;
import dev.slipway.engine.loop.Nudge;
import dev.slipway.engine.port.Ids;
import dev.slipway.engine.port.store.AuditEvent;
import dev.slipway.engine.port.store.Store;
import java.time.InstantSource;
import java.util.List;

/// Models, and the deployments that are created with them.
public final class ModelCatalog {
  /// The most models of one installation.
  public static final int MAX_MODELS = 10_000;

  private final Store store;
  private final ViewBuilder viewBuilder;
  private final DeploymentCreation creation;
  private final AuditWriter auditWriter;
  private final Ids ids;
  private final InstantSource time;
  private final Nudge nudge;

  public ModelCatalog(
      Store store,
      ViewBuilder viewBuilder,
      DeploymentCreation creation,
      AuditWriter auditWriter,
      Ids ids,
      InstantSource time,
      Nudge nudge) {
    this.store = store;
    this.viewBuilder = viewBuilder;
    this.creation = creation;
    this.auditWriter = auditWriter;
    this.ids = ids;
    this.time = time;
    this.nudge = nudge;
  }

  /// A model together with the deployment that was just created.
  public record Created(ModelView model, DeploymentView deployment) {}

  /// All models, oldest first.
  public List<ModelView> all() {
    return store.read(tx -> tx.models().all().stream().map(m -> viewBuilder.of(tx, m)).toList());
  }

  public Answer<ModelView> find(String id) {
    return store.read(tx -> {
      Model m = tx.models().find(id);
      return m == null ? Lookup.noModel(id) : Answer.ok(viewBuilder.of(tx, m));
    });
  }

  /// Creates a model with its production environment and its first deployment.
  public Answer<Created> create(
      String name,
      String teamId,
      boolean downloadDisabled,
      NewDeployment first,
      AuditEvent.Actor actor) {
    Answer<Created> created =
        Commit.adding(
            store,
            tx -> {
              String problem = Names.checkModel(name);
              if (problem != null) {
                return Answer.invalid(problem);
              }
              List<Model> all = tx.models().all();
              if (all.size() >= MAX_MODELS) {
                return Answer.invalid(
                    "models: " + all.size() + " (expected: fewer than " + MAX_MODELS + ")");
              }
              if (taken(all, name, teamId)) {
                return Answer.invalid(
                    "model name: '"
                        + name
                        + "' is taken. Push a deployment to the model that has it, or choose another name.");
              }
              String deploymentProblem = creation.problem(tx, "", first);
              if (deploymentProblem != null) {
                return Answer.invalid(deploymentProblem);
              }
              var model = new Model(ids.next(), name, teamId, time.instant(), downloadDisabled);
              tx.models().insert(model);
              tx.environments().insert(production(model, first));
              return added(tx, model, first, actor);
            });
    nudge.nudge();
    return created;
  }

  /// Creates a further deployment of a model.
  public Answer<Created> push(String modelId, NewDeployment wanted, AuditEvent.Actor actor) {
    Answer<Created> created =
        Commit.adding(
            store,
            tx -> {
              Model model = tx.models().find(modelId);
              if (model == null) {
                return Lookup.noModel(modelId);
              }
              String problem = creation.problem(tx, modelId, wanted);
              return problem == null ? added(tx, model, wanted, actor) : Answer.invalid(problem);
            });
    nudge.nudge();
    return created;
  }

  /// Gives a model another name; its id, its addresses and its deployments stay. The name that it
  /// has already writes nothing.
  public Answer<ModelView> rename(String id, String name, AuditEvent.Actor actor) {
    return Commit.unlessRefused(
        store,
        tx -> {
          Model m = tx.models().find(id);
          if (m == null) {
            return Lookup.noModel(id);
          }
          if (m.name().equals(name)) {
            return Answer.ok(viewBuilder.of(tx, m));
          }
          String problem = Names.checkModel(name);
          if (problem != null) {
            return Answer.invalid(problem);
          }
          if (taken(tx.models().all(), name, m.teamId())) {
            return Answer.invalid(
                "model name: '" + name + "' is taken (expected: unique in its team)");
          }
          tx.models().rename(id, name);
          auditWriter.audit(tx, id, new AuditEvent.ModelRenamed(name, m.name()), actor);
          return Answer.ok(viewBuilder.of(tx, m.withName(name)));
        });
  }

  private static boolean taken(List<Model> all, String name, String teamId) {
    return all.stream().anyMatch(m -> m.name().equals(name) && m.teamId().equals(teamId));
  }

  /// Deletes a model with everything in it. Its replicas are drained and stopped.
  public Answer<Model> delete(String id, AuditEvent.Actor actor) {
    Answer<Model> deleted =
        Commit.unlessRefused(
            store,
            tx -> {
              Model m = tx.models().find(id);
              if (m == null) {
                return Lookup.noModel(id);
              }
              tx.models().delete(id);
              auditWriter.audit(tx, id, new AuditEvent.ModelDeleted(m.name()), actor);
              return Answer.ok(m);
            });
    nudge.nudge();
    return deleted;
  }

  private Answer<Created> added(
      Store.Tx tx, Model model, NewDeployment wanted, AuditEvent.Actor actor) {
    return creation
        .create(tx, model, wanted, actor)
        .map(d -> new Created(viewBuilder.of(tx, model), viewBuilder.of(tx, d)));
  }

  private Environment production(Model model, NewDeployment first) {
    var settings =
        new Environment.Settings(
            AutoscalingSettings.DEFAULT,
            PromotionSettings.DEFAULT,
            InstanceTypes.fitting(first.launch().limits()).id(),
            null);
    return new Environment(
        new EnvironmentKey(model.id(), EnvironmentKey.PRODUCTION),
        time.instant(),
        null,
        null,
        Routing.EMPTY,
        settings);
  }
}
