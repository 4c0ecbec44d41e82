package ru.perfscale.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir private Path directory;

  @Test
  void theEnvironmentWinsOverTheFile() throws IOException {
    Path file = file("PERFSCALE_HTTP_PORT=1111\nPERFSCALE_HTTP_HOST=0.0.0.0\n");
    Settings settings =
        Settings.load(Optional.empty(), file, Map.of("PERFSCALE_HTTP_PORT", "2222"));
    assertThat(settings.port(Key.PERFSCALE_HTTP_PORT, 8090)).isEqualTo(2222);
    assertThat(settings.text(Key.PERFSCALE_HTTP_HOST)).contains("0.0.0.0");
  }

  @Test
  void anUnknownKeyInTheFileIsAnErrorThatNamesTheNearest() throws IOException {
    Path file = file("PERFSCALE_HTTP_PROT=1111\n");
    assertThatThrownBy(() -> Settings.load(Optional.empty(), file, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("PERFSCALE_HTTP_PROT is not a setting")
        .hasMessageContaining("did you mean PERFSCALE_HTTP_PORT?");
  }

  @Test
  void anUnknownVariableIsOneWarning() {
    Settings settings = load(Map.of("PERFSCALE_DATADIR", "/x", "PATH", "/bin"));
    assertThat(settings.warnings())
        .containsExactly(
            "PERFSCALE_DATADIR is not a setting; did you mean PERFSCALE_DATA_DIR?; it is ignored");
  }

  @Test
  void whatKubernetesAndTheLauncherSetIsNoWarning() {
    Settings settings =
        load(
            Map.of(
                "PERFSCALE_PORT", "tcp://10.0.0.1:8090",
                "PERFSCALE_PORT_8090_TCP", "x",
                "PERFSCALE_SERVICE_HOST", "10.0.0.1",
                "PERFSCALE_JAVA_HOME", "/jdk"));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void aPortThatIsNoneNamesKeyAndValue() {
    Settings settings = load(Map.of("PERFSCALE_HTTP_PORT", "80a"));
    assertThatThrownBy(() -> settings.port(Key.PERFSCALE_HTTP_PORT, 8090))
        .hasMessage("PERFSCALE_HTTP_PORT is '80a' and must be a port from 0 to 65535");
  }

  @Test
  void aFileThatWasNamedMustExist() {
    Path missing = directory.resolve("missing.properties");
    assertThatThrownBy(() -> Settings.load(Optional.of(missing), missing, Map.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("missing.properties");
    assertThat(Settings.load(Optional.empty(), missing, Map.of()).warnings()).isEmpty();
  }

  @Test
  void anEmptyValueIsAsIfItWereNotSet() {
    assertThat(load(Map.of("PERFSCALE_DATABASE_URL", "")).text(Key.PERFSCALE_DATABASE_URL))
        .isEmpty();
  }

  private Settings load(Map<String, String> environment) {
    return Settings.load(Optional.empty(), directory.resolve("none"), environment);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("perfscale.properties"), text);
  }
}
