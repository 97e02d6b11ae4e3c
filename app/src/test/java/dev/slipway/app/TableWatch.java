package dev.slipway.app;

import dev.slipway.domain.environment.EnvironmentKey;
import dev.slipway.engine.port.routes.RouteTable;
import dev.slipway.engine.port.routes.Routes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Looks at every table on its way to the gateway: one moment's split, with the replicas that are
/// given requests at that moment.
final class TableWatch {
  /// @param share the candidate's, in percent
  /// @param previous replicas of the previous deployment that are given requests
  /// @param candidate the candidate's
  record Sample(String phase, int share, int previous, int candidate) {}

  private final ConcurrentLinkedQueue<Sample> samples = new ConcurrentLinkedQueue<>();
  private volatile String phase = "";
  private volatile EnvironmentKey key = new EnvironmentKey("", "");
  private volatile String previous = "";
  private volatile String candidate = "";

  Routes between(Routes gateway) {
    return (Routes)
        Proxy.newProxyInstance(
            Routes.class.getClassLoader(),
            new Class<?>[] {Routes.class},
            (_, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof RouteTable table) {
                look(table);
              }
              try {
                return method.invoke(gateway, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /// Looks at the promotion of v2 over v1 from now on.
  void follow(Recording recording) {
    key = new EnvironmentKey(recording.model(), EnvironmentKey.PRODUCTION);
    previous = recording.v1();
    candidate = recording.v2();
  }

  /// What is going on from now on.
  void phase(String name) {
    phase = name;
  }

  List<Sample> samples(String phase) {
    return samples.stream().filter(s -> s.phase().equals(phase)).toList();
  }

  private void look(RouteTable table) {
    var routing = table.routing(key);
    if (routing != null) {
      int share = routing.split().percentTo(candidate);
      samples.add(new Sample(phase, share, replicas(table, previous), replicas(table, candidate)));
    }
  }

  private static int replicas(RouteTable table, String deployment) {
    var target = table.target(deployment);
    return target == null ? 0 : target.replicas().size();
  }
}
