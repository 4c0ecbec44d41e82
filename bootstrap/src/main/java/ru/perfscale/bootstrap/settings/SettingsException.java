package ru.perfscale.bootstrap.settings;

/** A setting that is missing or wrong; the message names its key and what would be right. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
