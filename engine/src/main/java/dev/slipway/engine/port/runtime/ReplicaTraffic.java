package dev.slipway.engine.port.runtime;

/// What gateways know of the requests on a replica: the evidence by which a runtime tells a busy
/// replica, which answers requests but no probes, from one that hangs.
public interface ReplicaTraffic {
  /// Nothing was ever sent to any replica.
  ReplicaTraffic NONE =
      new ReplicaTraffic() {
        @Override
        public int inFlight(String replicaId) {
          return 0;
        }

        @Override
        public long answered(String replicaId) {
          return 0;
        }
      };

  /// Requests that hold a lease on the replica, 0 or more. Streams and WebSockets count until their
  /// end.
  int inFlight(String replicaId);

  /// A number that differs from an earlier one exactly where the replica has completed an answer
  /// since, whatever its status; 0 for a replica that is not known. An answer that broke, or that
  /// its client did not wait for, does not count.
  long answered(String replicaId);
}
