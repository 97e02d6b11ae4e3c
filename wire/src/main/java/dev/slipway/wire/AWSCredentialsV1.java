package dev.slipway.wire;

/// Credentials for an upload to S3, which this server never gives out.
public record AWSCredentialsV1(
    String awsAccessKeyId, String awsSecretAccessKey, String awsSessionToken) {
  @Override
  public String toString() {
    return "AWSCredentialsV1[not shown]";
  }
}
