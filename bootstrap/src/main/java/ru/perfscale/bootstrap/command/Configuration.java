package ru.perfscale.bootstrap.command;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import ru.perfscale.adapters.keycloak.KeycloakSettings;
import ru.perfscale.adapters.keycloak.TenantRule;
import ru.perfscale.adapters.persistence.DatabaseSettings;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;
import ru.perfscale.bootstrap.settings.Directories;
import ru.perfscale.bootstrap.settings.Key;
import ru.perfscale.bootstrap.settings.Settings;
import ru.perfscale.bootstrap.settings.SettingsException;
import ru.perfscale.bootstrap.tools.MachineTools;

/** Turns settings into what the parts are configured with; every error names the key. */
final class Configuration {
  private static final int POOL_SIZE = 16;
  private static final int DAYS_TO_KEEP = 30;
  private static final int MOST_DAYS_TO_KEEP = 36_500;

  private final Settings settings;

  Configuration(Settings settings) {
    this.settings = settings;
  }

  StackSettings.Address http() {
    return new StackSettings.Address(
        settings.text(Key.PERFSCALE_HTTP_HOST).orElse("127.0.0.1"),
        settings.port(Key.PERFSCALE_HTTP_PORT, 8090));
  }

  Directories directories() {
    boolean root = "root".equals(System.getProperty("user.name"));
    return Directories.of(settings, System.getenv(), root);
  }

  /**
   * @param offline as the command line has it; the setting says the same
   */
  MachineTools tools(boolean offline) {
    return offline || settings.flag(Key.PERFSCALE_OFFLINE)
        ? MachineTools.offline(directories().cache())
        : MachineTools.of(directories().cache());
  }

  Optional<DatabaseSettings> database() {
    return settings
        .text(Key.PERFSCALE_DATABASE_URL)
        .map(
            url ->
                checked(
                    Key.PERFSCALE_DATABASE_URL,
                    () ->
                        new DatabaseSettings(
                            url,
                            settings.text(Key.PERFSCALE_DATABASE_USER).orElse(""),
                            settings.text(Key.PERFSCALE_DATABASE_PASSWORD).orElse(""),
                            POOL_SIZE)));
  }

  /**
   * @param usualMode the tenant mode where none is set
   */
  Optional<KeycloakSettings> keycloak(String usualMode) {
    return settings
        .parsed(Key.PERFSCALE_OIDC_ISSUER, "a URL", URI::create)
        .map(
            issuer ->
                checked(
                    Key.PERFSCALE_OIDC_ISSUER,
                    () ->
                        KeycloakSettings.production(
                            issuer, clients(), audience(), tenants(usualMode))));
  }

  /** What an agent may keep on disk until it is delivered; empty: the agent's usual bound. */
  OptionalLong journalBytes() {
    return settings
        .parsed(
            Key.PERFSCALE_JOURNAL_MB,
            "a whole number of megabytes from 1 to 1000000",
            Configuration::megabytes)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static long megabytes(String text) {
    long megabytes = Long.parseLong(text);
    if (megabytes < 1 || megabytes > 1_000_000) {
      throw new IllegalArgumentException();
    }
    return megabytes << 20;
  }

  /** How many tasks of a tenant may have machines at a time; empty for any number. */
  OptionalInt tenantConcurrency() {
    return settings
        .parsed(
            Key.PERFSCALE_TENANT_CONCURRENCY,
            "a whole number from 1",
            Configuration::parseConcurrency)
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  private static int parseConcurrency(String text) {
    int most = Integer.parseInt(text);
    if (most < 1) {
      throw new IllegalArgumentException();
    }
    return most;
  }

  /** Empty for ever. */
  OptionalInt daysToKeep() {
    int days =
        settings
            .parsed(
                Key.PERFSCALE_KEEP_DAYS,
                "a number of days from 1 to 36500, or 0 for ever",
                Configuration::parseDays)
            .orElse(DAYS_TO_KEEP);
    return days == 0 ? OptionalInt.empty() : OptionalInt.of(days);
  }

  private static int parseDays(String text) {
    int days = Integer.parseInt(text);
    if (days < 0 || days > MOST_DAYS_TO_KEEP) {
      throw new IllegalArgumentException();
    }
    return days;
  }

  StackSettings.Development development() {
    return new StackSettings.Development(
        settings.port(Key.PERFSCALE_DEV_IDENTITY_PORT, 8080),
        settings
            .text(Key.PERFSCALE_DEV_CLIENT_SECRET)
            .orElse(DevelopmentIdentityProvider.Settings.DEFAULT_CLIENT_SECRET));
  }

  private Set<String> clients() {
    String names = settings.text(Key.PERFSCALE_OIDC_CLIENTS).orElse("perfscale-site");
    return Arrays.stream(names.split(",")).map(String::strip).collect(Collectors.toSet());
  }

  private Optional<String> audience() {
    return settings.text(Key.PERFSCALE_OIDC_AUDIENCE);
  }

  private TenantRule tenants(String usualMode) {
    return checked(
        Key.PERFSCALE_TENANT_MODE,
        () ->
            TenantRule.of(
                settings.text(Key.PERFSCALE_TENANT_MODE).orElse(usualMode),
                settings.text(Key.PERFSCALE_TENANT_CLAIM).orElse("tenant")));
  }

  private static <T> T checked(Key key, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new SettingsException(key + ": " + e.getMessage());
    }
  }
}
