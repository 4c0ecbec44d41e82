package ru.perfscale.bootstrap.wiring;

import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.SettingsException;

/** Opens the database of a server that starts. */
public final class Databases {
  private Databases() {}

  /**
   * @throws SettingsException when it cannot be reached, naming the setting
   */
  public static Database open(DatabaseSettings settings) {
    try {
      return Database.open(settings);
    } catch (StorageUnavailable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new SettingsException(
          "%s: the database (%s) cannot be used: %s"
              .formatted(Key.PERFSCALE_DATABASE_URL, settings, cause.getMessage()));
    }
  }
}
