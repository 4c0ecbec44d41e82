package ru.perfscale.bootstrap.identity;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in for Keycloak on a developer's machine: one realm, four users with public passwords,
 * loopback only.
 */
public final class DevelopmentIdentityProvider implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DevelopmentIdentityProvider.class);
  private static final int BACKLOG = 128;
  private static final Duration MAX_REQUEST_TIME = Duration.ofSeconds(10);

  /**
   * Where it listens and what it says of itself.
   *
   * @param bindAddress a loopback address
   * @param port 0 for any free one
   * @param issuer the {@code iss} of every token, whatever name and port a request was sent to
   * @param directory keeps keys and user ids; created when missing
   * @param clientSecret the secret of the client {@code perfscale-site}
   */
  public record Settings(
      InetAddress bindAddress, int port, URI issuer, Path directory, String clientSecret) {
    public static final URI DEFAULT_ISSUER = URI.create("http://localhost:8080/realms/perfscale");
    public static final String DEFAULT_CLIENT_SECRET = "perfscale-dev-secret";

    public Settings {
      if (!bindAddress.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "The development identity provider, whose passwords everyone knows, listens on"
                + " loopback only, not on "
                + bindAddress.getHostAddress());
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("A port is 0 to 65535, not " + port);
      }
      requireNonNull(issuer);
      requireNonNull(directory);
      if (clientSecret.isBlank()) {
        throw new IllegalArgumentException("The client secret is blank");
      }
    }

    /** The record's own would print the secret. */
    @Override
    public String toString() {
      return "Settings[" + bindAddress + ":" + port + ", " + issuer + ", " + directory + "]";
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final URI issuer;

  private DevelopmentIdentityProvider(HttpServer server, ExecutorService threads, URI issuer) {
    this.server = server;
    this.threads = threads;
    this.issuer = issuer;
  }

  /**
   * Starts it.
   *
   * @throws BindException naming the port when another program listens there
   * @throws IOException when the directory cannot be used, or a file in it is damaged
   */
  public static DevelopmentIdentityProvider start(Settings settings) throws IOException {
    return start(settings, InstantSource.system(), MAX_REQUEST_TIME);
  }

  static DevelopmentIdentityProvider start(
      Settings settings, InstantSource clock, Duration maxRequestTime) throws IOException {
    HttpServer server = bind(settings);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    DevelopmentIdentityProvider provider =
        new DevelopmentIdentityProvider(server, threads, settings.issuer());
    try {
      IdentityStore store = IdentityStore.open(settings.directory());
      TokenMint mint = new TokenMint(store, settings.issuer().toString(), clock);
      TokenEndpoint tokens = new TokenEndpoint(mint, settings.clientSecret());
      Realm realm = new Realm(mint, tokens, settings.issuer(), provider.address());
      server.setExecutor(threads);
      server.createContext("/", new RealmHandler(realm, maxRequestTime));
      server.start();
    } catch (IOException | RuntimeException e) {
      provider.close();
      throw e;
    }
    LOG.warn(
        "The development identity provider listens on {}; everyone knows its passwords, so it is"
            + " for this machine only",
        provider.address());
    return provider;
  }

  private static HttpServer bind(Settings settings) throws IOException {
    InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), settings.port());
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      BindException named =
          new BindException(
              "The development identity provider cannot listen on port "
                  + settings.port()
                  + " of "
                  + settings.bindAddress().getHostAddress()
                  + ": "
                  + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** The {@code iss} of every token. */
  public URI issuer() {
    return issuer;
  }

  /** Where this realm can be reached, whatever the issuer says: for discovery from this machine. */
  public URI discovery() {
    return URI.create(address() + Realm.PATH);
  }

  /** Who can log in, for showing it to the developer. */
  public List<DevelopmentUser> users() {
    return DevelopmentUser.ALL;
  }

  private String address() {
    InetAddress address = server.getAddress().getAddress();
    String host = address.getHostAddress();
    return "http://" + (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port();
  }

  /** Closes every connection and frees the port. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
