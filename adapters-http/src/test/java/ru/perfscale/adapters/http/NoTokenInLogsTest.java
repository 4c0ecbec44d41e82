package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import ru.perfscale.application.StorageUnavailable;
import ru.perfscale.application.identity.IdentityUnavailable;

/**
 * Every logger at its loudest, except for Jetty's, which write each header of a request below INFO;
 * the program's own logging set-up never lets them.
 */
class NoTokenInLogsTest {
  private static final String SECRET = "s3cretT0kenThatNobodyMaySee";

  private static final class Everything extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
  }

  @Test
  void noTokenIsLoggedAtAnyLevelWhateverHappens() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Logger javalin = (Logger) LoggerFactory.getLogger("io.javalin");
    Level before = root.getLevel();
    Level javalinBefore = javalin.getLevel();
    Everything everything = new Everything();
    everything.start();
    root.setLevel(Level.TRACE);
    javalin.setLevel(Level.TRACE);
    root.addAppender(everything);
    root.getAppender("STDOUT").stop();
    try (TestServer server = TestServer.start()) {
      goWrong(server);
    } finally {
      root.detachAppender(everything);
      root.getAppender("STDOUT").start();
      root.setLevel(before);
      javalin.setLevel(javalinBefore);
    }

    assertThat(everything.lines)
        .anySatisfy(line -> assertThat(line).contains("reference"))
        .noneSatisfy(line -> assertThat(line).contains(SECRET));
  }

  private static void goWrong(TestServer server) {
    ApiClient somebody = server.as(SECRET);
    somebody.get("/api/v1/tasks").has(401);
    somebody.get("/api/v1/nothing").has(401);
    somebody.post("/agent/v1/hello", "{}").has(401);
    somebody.get("/nothing").has(404);
    server.identityFaults.breakWith(() -> new IdentityUnavailable("gone", null));
    somebody.get("/api/v1/auth/me").has(503);
    server.identityFaults.breakWith(() -> new IllegalStateException("broken"));
    somebody.get("/api/v1/auth/me").has(500);
    server.memory.faults.breakWith(() -> new StorageUnavailable(new RuntimeException("gone")));
    somebody.post("/agent/v1/poll", "{}").has(503);
    server.memory.faults.breakWith(() -> new IllegalStateException("broken"));
    somebody.post("/agent/v1/poll", "{}").has(500);
  }
}
