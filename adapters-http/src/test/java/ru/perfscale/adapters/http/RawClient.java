package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends bytes that no HTTP client would. What comes back must still be an error of ours. */
public final class RawClient {
  private static final JsonNode ERROR =
      OpenApiContract.INSTANCE.document().at("/components/schemas/Error");

  private RawClient() {}

  record Reply(int status, String head, JsonNode json) {}

  static Reply send(int port, String request) throws IOException {
    String all = exchange(port, request);
    int end = all.indexOf("\r\n\r\n");
    String head = all.substring(0, end);
    JsonNode json = new JsonMapper().readTree(all.substring(end + 4));
    OpenApiContract.INSTANCE.checkJson(head, ERROR, json, true);
    assertThat(head.toLowerCase(java.util.Locale.ROOT))
        .contains("content-type: application/json", "x-content-type-options: nosniff")
        .doesNotContain("server:", "jetty");
    return new Reply(Integer.parseInt(head.substring(9, 12)), head, json);
  }

  /** Everything until the server closes the connection. */
  public static String exchange(int port, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(40_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
