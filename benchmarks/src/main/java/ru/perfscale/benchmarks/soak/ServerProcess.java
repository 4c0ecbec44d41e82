package ru.perfscale.benchmarks.soak;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ru.perfscale.adapters.persistence.embedded.EmbeddedPostgres;
import ru.perfscale.bootstrap.Main;

/** The server under load: {@code perfscale up} with a database that is not its own. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern API = Pattern.compile("API +(http://\\S+)/api/v1\\b");
  private static final Pattern IDENTITY =
      Pattern.compile("http://localhost:(\\d+)/realms/perfscale");

  private final Process process;
  private final URI address;
  private final URI identity;

  ServerProcess(EmbeddedPostgres database, Path directory) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dperfscale.log.level=WARN",
            Main.class.getName(),
            "up");
    builder.environment().put("PERFSCALE_HTTP_PORT", "0");
    builder.environment().put("PERFSCALE_DEV_IDENTITY_PORT", "0");
    builder.environment().put("PERFSCALE_DATA_DIR", directory.toString());
    builder.environment().put("PERFSCALE_DATABASE_URL", database.jdbcUrl());
    builder.environment().put("PERFSCALE_DATABASE_USER", database.user());
    builder.environment().put("PERFSCALE_DATABASE_PASSWORD", database.password());
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader welcome = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    Matcher api = API.matcher("");
    Matcher realm = IDENTITY.matcher("");
    do {
      String line = welcome.readLine();
      if (line == null) {
        throw new IOException("the server has ended: " + text);
      }
      text.append(line).append('\n');
      api = API.matcher(text);
      realm = IDENTITY.matcher(text);
    } while (!api.find() || !realm.find());
    address = URI.create(api.group(1));
    identity = URI.create("http://localhost:" + realm.group(1));
    Thread.ofVirtual().start(() -> drain(welcome));
  }

  /** So that the server never waits for somebody to read. */
  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // Nobody wants to know.
      }
    } catch (IOException e) {
      // The server is stopped.
    }
  }

  URI address() {
    return address;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As the development user {@code other}, in whose workspace no other agent is. */
  Link login(HttpClient http) throws IOException, InterruptedException {
    String form =
        "grant_type=password&client_id=perfscale-site&client_secret="
            + URLEncoder.encode("perfscale-dev-secret", StandardCharsets.UTF_8)
            + "&username=other&password=other1234";
    HttpRequest request =
        HttpRequest.newBuilder(identity.resolve("/realms/perfscale/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    byte[] answer = http.send(request, BodyHandlers.ofByteArray()).body();
    String token = new JsonMapper().readTree(answer).path("access_token").asText();
    return new Link(http, address, token);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
