package ru.perfscale.adapters.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoundedGetTest {
  @Test
  void aServerThatDripsBytesIsGivenUp() throws Exception {
    try (ServerSocket dripping = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        BoundedGet http = new BoundedGet()) {
      Thread server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Socket client = dripping.accept()) {
                      client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
                      while (!Thread.interrupted()) {
                        client.getOutputStream().write(' ');
                        Thread.sleep(50);
                      }
                    } catch (IOException | InterruptedException e) {
                      // The client went away, which is what the test waits for.
                    }
                  });

      assertThatThrownBy(
              () -> http.json(URI.create("http://127.0.0.1:" + dripping.getLocalPort() + "/")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not answer within 3 s");
      server.join(Duration.ofSeconds(20));
      assertThat(server.isAlive()).isFalse();
    }
  }
}
