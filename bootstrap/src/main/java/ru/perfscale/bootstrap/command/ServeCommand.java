package ru.perfscale.bootstrap.command;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import ru.perfscale.adapters.keycloak.DevelopmentIssuer;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.keycloak.KeycloakTokenVerifier;
import ru.perfscale.adapters.persistence.Database;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.Ports;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.wiring.ControlPlane;
import ru.perfscale.bootstrap.wiring.Databases;
import ru.perfscale.bootstrap.wiring.ServerSettings;

/** The control plane alone, with a real database and a real Keycloak. */
@Command(
    name = "serve",
    description = "Start the control plane with your PostgreSQL and your Keycloak.")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private PerfscaleCommand parent;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = parent.settings("INFO");
    Configuration configuration = new Configuration(settings);
    requireSet(settings);
    DatabaseSettings databaseSettings = configuration.database().orElseThrow();
    KeycloakSettings keycloak = configuration.keycloak("subject").orElseThrow();
    StackSettings.Address http = configuration.http();
    Ports.requireFree(http.host(), http.port(), Key.PERFSCALE_HTTP_PORT);
    try (UntilStopped untilStopped = new UntilStopped();
        KeycloakTokenVerifier verifier = verifier(keycloak);
        Database database = Databases.open(databaseSettings);
        ControlPlane controlPlane =
            ControlPlane.start(
                database,
                verifier,
                new ServerSettings(
                    http.host(),
                    http.port(),
                    configuration.daysToKeep(),
                    configuration.tenantConcurrency()),
                List.of())) {
      spec.commandLine().getOut().printf("perfscale serves %s/api/v1%n", controlPlane.address());
      untilStopped.await();
    }
    return 0;
  }

  private static KeycloakTokenVerifier verifier(KeycloakSettings settings) {
    KeycloakTokenVerifier verifier = new KeycloakTokenVerifier(settings, InstantSource.system());
    try {
      verifier.requireRealIssuer();
      return verifier;
    } catch (DevelopmentIssuer e) {
      verifier.close();
      throw new SettingsException(Key.PERFSCALE_OIDC_ISSUER + ": " + e.getMessage());
    }
  }

  private static void requireSet(Settings settings) {
    List<Key> missing = new ArrayList<>();
    for (Key key : List.of(Key.PERFSCALE_DATABASE_URL, Key.PERFSCALE_OIDC_ISSUER)) {
      if (settings.text(key).isEmpty()) {
        missing.add(key);
      }
    }
    if (!missing.isEmpty()) {
      throw new SettingsException(
          "serve needs "
              + missing.stream().map(Key::name).reduce((a, b) -> a + " and " + b).orElseThrow()
              + "; set it in the environment or in perfscale.properties, or use up, which brings"
              + " its own");
    }
  }
}
