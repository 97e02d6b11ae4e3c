package dev.slipway.api;

/// Bodies that are right, to be sent as they are or broken in one place.
public final class Bodies {
  public static final String SERVER =
      """
      {"start_command":"python3 server.py","server_port":8000,"predict_endpoint":"/predict",
       "readiness_endpoint":"/health","liveness_endpoint":"/live"}\
      """;

  public static final String CONFIG = "{\"model_name\":\"m\",\"docker_server\":" + SERVER + "}";

  private Bodies() {}

  public static String model(String name) {
    return "{\"source\":{\"kind\":\"model_archive\",\"name\":\"%s\",\"deployment\":{\"config\":%s}}}"
        .formatted(name, CONFIG);
  }

  public static String modelFrom(String name, String key) {
    return "{\"source\":{\"name\":\"%s\",\"s3_key\":\"%s\",\"deployment\":{\"config\":%s}}}"
        .formatted(name, key, CONFIG);
  }

  public static String deployment() {
    return deployment("\"config\":" + CONFIG);
  }

  /// @param fields of the payload
  public static String deployment(String fields) {
    return "{\"source\":{\"kind\":\"model_archive\",\"deployment\":{" + fields + "}}}";
  }

  /// @param fields of the config beside `docker_server`
  static String config(String fields) {
    return deployment("\"config\":{\"docker_server\":" + SERVER + "," + fields + "}");
  }

  static String server(String fields) {
    return deployment("\"config\":{\"docker_server\":{" + fields + "}}");
  }

  public static String promote(String deployment) {
    return "{\"deployment_id\":\"" + deployment + "\"}";
  }
}
