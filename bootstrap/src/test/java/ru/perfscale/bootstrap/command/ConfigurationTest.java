package ru.perfscale.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.settings.SettingsException;

class ConfigurationTest {
  @Test
  void secondsAreKeptForAMonthOrAsLongAsIsSetOrForEver() {
    assertThat(of(Map.of()).daysToKeep()).hasValue(30);
    assertThat(of(Map.of("PERFSCALE_KEEP_DAYS", "7")).daysToKeep()).hasValue(7);
    assertThat(of(Map.of("PERFSCALE_KEEP_DAYS", "0")).daysToKeep()).isEmpty();
    assertThatThrownBy(() -> of(Map.of("PERFSCALE_KEEP_DAYS", "-1")).daysToKeep())
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "PERFSCALE_KEEP_DAYS is '-1' and must be a number of days from 1 to 36500, or 0 for"
                + " ever");
  }

  private static Configuration of(Map<String, String> environment) {
    return new Configuration(
        Settings.load(Optional.empty(), Path.of("no-such.properties"), environment));
  }
}
