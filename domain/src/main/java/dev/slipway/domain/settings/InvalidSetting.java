package dev.slipway.domain.settings;

/// A setting that is out of its range. The message says what was wrong and what was expected.
public final class InvalidSetting extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String setting;

  public InvalidSetting(String setting, String message) {
    super(message);
    this.setting = setting;
  }

  /// The published name of the setting.
  public String setting() {
    return setting;
  }
}
