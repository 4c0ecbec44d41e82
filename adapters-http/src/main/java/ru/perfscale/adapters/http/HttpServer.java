package ru.perfscale.adapters.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import ru.perfscale.adapters.http.agent.AgentAuthentication;
import ru.perfscale.adapters.http.agent.AgentLimit;
import ru.perfscale.adapters.http.agent.AgentUseCases;
import ru.perfscale.adapters.http.agent.DataRoutes;
import ru.perfscale.adapters.http.agent.JoinRoutes;
import ru.perfscale.adapters.http.agent.OfferRoutes;
import ru.perfscale.adapters.http.agent.PresenceRoutes;
import ru.perfscale.adapters.http.agent.ResultRoutes;
import ru.perfscale.adapters.http.exchange.ErrorAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.health.HealthRoutes;
import ru.perfscale.adapters.http.identity.IdentityRoutes;
import ru.perfscale.adapters.http.identity.PersonAuthentication;
import ru.perfscale.adapters.http.loadtest.LoadTestRoutes;
import ru.perfscale.adapters.http.machine.JoinTokenRoutes;
import ru.perfscale.adapters.http.machine.MachineRoutes;
import ru.perfscale.adapters.http.openapi.OpenApiRoutes;
import ru.perfscale.adapters.http.openapi.SwaggerUiRoutes;
import ru.perfscale.adapters.http.task.HistogramRoutes;
import ru.perfscale.adapters.http.task.TaskRoutes;

/** Serves the API, the agents, the documentation and the health checks on one port. */
public final class HttpServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 10_000;
  private static final int MOST_HEADER_BYTES = 16 << 10;
  private static final int PLATFORM_THREADS = 32;
  private static final long STOP_MILLIS = 5_000;

  private final UseCases useCases;
  private final HttpSettings settings;
  private final AgentLimit agents;
  private final Javalin javalin;

  public HttpServer(UseCases useCases, HttpSettings settings) {
    this.useCases = useCases;
    this.settings = settings;
    agents = new AgentLimit(settings.agents());
    javalin = Javalin.create(this::configure);
  }

  /**
   * @param port 0 for any free one
   * @throws UncheckedIOException when the port cannot be had
   */
  public void start(String host, int port) {
    try {
      javalin.start(host, port);
      for (Connector connector : javalin.jettyServer().server().getConnectors()) {
        limit((AbstractConnector) connector);
      }
    } catch (JavalinBindException e) {
      BindException taken = new BindException(host + ":" + port + " cannot be listened on");
      taken.initCause(e);
      throw new UncheckedIOException(taken);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Sends the waiting agents home, then lets running requests end, for 5 s at most. */
  @Override
  public void close() {
    useCases.agents().presence().polls().close();
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool = threads();
    config.jetty.modifyHttpConfiguration(HttpServer::limit);
    config.jetty.modifyServer(HttpServer::limit);
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new JettyErrors()));
    config.router.javaLangErrorHandler(HttpServer::answerError);
    config.routes.exception(Exception.class, (e, ctx) -> ErrorAnswer.answer(ctx, e));
    // Javalin looks for the nearest class, and has a handler of its own for this one.
    config.routes.exception(
        io.javalin.http.HttpResponseException.class, (e, ctx) -> ErrorAnswer.answer(ctx, e));
    addGates(config);
    RouteTable routes = new RouteTable();
    addRoutes(routes);
    routes.install(config.routes);
  }

  private void addGates(JavalinConfig config) {
    config.routes.before(SecurityHeaders::set);
    if (!settings.allowedOrigins().isEmpty()) {
      config.routes.before("/api/v1/*", new CrossOrigin(settings.allowedOrigins()));
    }
    config.routes.before("/api/v1", new PersonAuthentication(useCases.tokens()));
    config.routes.before("/api/v1/*", new PersonAuthentication(useCases.tokens()));
    config.routes.before(
        "/agent/v1/*", new AgentAuthentication(useCases.agents().authenticate(), agents));
  }

  private void addRoutes(RouteTable routes) {
    new IdentityRoutes().addTo(routes);
    new MachineRoutes(useCases.machines()).addTo(routes);
    new LoadTestRoutes(useCases.loadTests()).addTo(routes);
    new TaskRoutes(useCases.tasks()).addTo(routes);
    new HistogramRoutes(useCases.tasks()).addTo(routes);
    new JoinTokenRoutes(useCases.machines().issueJoinToken()).addTo(routes);
    addAgentRoutes(routes, useCases.agents());
    new HealthRoutes(useCases.readiness()).addTo(routes);
    new OpenApiRoutes().addTo(routes);
    new SwaggerUiRoutes().addTo(routes);
  }

  private void addAgentRoutes(RouteTable routes, AgentUseCases theirs) {
    new JoinRoutes(theirs.membership().join(), agents).addTo(routes);
    new PresenceRoutes(theirs.membership(), theirs.presence(), theirs.audit(), agents)
        .addTo(routes);
    new OfferRoutes(theirs.offers(), theirs.audit(), agents).addTo(routes);
    new DataRoutes(theirs.offers().data(), theirs.audit(), agents).addTo(routes);
    new ResultRoutes(theirs.results(), theirs.audit(), agents).addTo(routes);
  }

  private static QueuedThreadPool threads() {
    VirtualThreadPool requests = new VirtualThreadPool();
    requests.setName("http-request");
    requests.setMaxConcurrentTasks(MOST_CONNECTIONS);
    QueuedThreadPool pool = new QueuedThreadPool(PLATFORM_THREADS, 4);
    pool.setName("http");
    pool.setVirtualThreadsExecutor(requests);
    return pool;
  }

  private static void limit(HttpConfiguration http) {
    http.setRequestHeaderSize(MOST_HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private static void limit(Server server) {
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setErrorHandler(new JettyErrors());
    server.insertHandler(new GracefulHandler());
    server.setStopTimeout(STOP_MILLIS);
  }

  /** At the end nobody waits for connections on which nothing happens. */
  private void limit(AbstractConnector connector) {
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    connector.setShutdownIdleTimeout(100);
  }

  /**
   * A {@link java.lang.Error}, such as a stack that overflowed, outside of Javalin's exceptions.
   */
  private static void answerError(HttpServletResponse response, Error error) {
    ErrorAnswer answer = ErrorAnswer.ofFault("A request", error);
    response.setStatus(answer.status());
    response.setContentType("application/json");
    try {
      response.getOutputStream().write(answer.json());
    } catch (IOException e) {
      error.addSuppressed(e);
    }
  }
}
