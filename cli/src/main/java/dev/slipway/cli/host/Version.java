package dev.slipway.cli.host;

import picocli.CommandLine.IVersionProvider;

/// The version of this program, as its jar says it.
public final class Version implements IVersionProvider {

  /// `unpackaged` where it does not run from its jar.
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /// How this program names itself to servers.
  public static String userAgent() {
    return "slipway-cli/" + text();
  }

  @Override
  public String[] getVersion() {
    return new String[] {"slipway " + text()};
  }
}
