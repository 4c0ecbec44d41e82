package ru.perfscale.benchmarks.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The count that all figures rest on. */
class TargetTest {
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: target\r\n\r\n";

  @Test
  void requestsAreCountedHoweverTheirBytesArrive() throws Exception {
    try (TargetProcess target = new TargetProcess(List.of());
        Socket connection = new Socket(InetAddress.getLoopbackAddress(), target.port())) {
      send(connection, REQUEST);
      expectAnswers(connection, 1);
      send(connection, REQUEST + REQUEST + REQUEST.substring(0, 20));
      expectAnswers(connection, 2);
      send(connection, REQUEST.substring(20, REQUEST.length() - 1));
      send(connection, "\n");
      expectAnswers(connection, 1);

      assertThat(target.count().requests()).isEqualTo(4);
    }
  }

  private static void send(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void expectAnswers(Socket connection, int count) throws IOException {
    InputStream in = connection.getInputStream();
    StringBuilder seen = new StringBuilder();
    for (int answers = 0; answers < count; ) {
      seen.append((char) in.read());
      if (seen.toString().endsWith("\r\n\r\nok")) {
        answers++;
      }
    }
    assertThat(seen.toString()).startsWith("HTTP/1.1 200 OK").endsWith("ok");
    assertThat(in.available()).isZero();
  }
}
