package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider.Settings;

class DevelopmentIdentityProviderTest extends ProviderScene {
  @Test
  void aBodyLongerThan64KilobytesIsRefused() {
    assertError(
        client.post("token", "x=" + "y".repeat(RealmHandler.MAX_BODY_BYTES)),
        413,
        "invalid_request");
  }

  @Test
  void whatIsNotAFormIsRefused() {
    HttpResponse<String> response = client.postJson("token", "{\"grant_type\":\"password\"}");

    assertError(response, 415, "invalid_request");
  }

  @Test
  void aRequestThatNeverEndsIsCutOff(@TempDir Path another) throws Exception {
    try (DevelopmentIdentityProvider impatient =
            DevelopmentIdentityProvider.start(
                RealmClient.settings(another), InstantSource.system(), Duration.ofMillis(200));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("POST /realms/perfscale/protocol/openid-connect/token HTTP/1.1\r\n"
                      + "Host: localhost\r\nContent-Length: 100\r\n\r\ngrant")
                  .getBytes(UTF_8));

      InputStream answer = socket.getInputStream();
      assertThat(answer.read()).isEqualTo(-1);
    }
  }

  @Test
  void onlyLoopbackIsServed() throws Exception {
    InetAddress anyAddress = InetAddress.getByName("0.0.0.0");

    assertThatThrownBy(
            () -> new Settings(anyAddress, 0, Settings.DEFAULT_ISSUER, directory, "secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loopback only, not on 0.0.0.0");
  }

  @Test
  void aTakenPortIsNamed(@TempDir Path another) {
    Settings taken =
        new Settings(
            InetAddress.getLoopbackAddress(),
            provider.port(),
            URI.create("http://localhost:8080/realms/perfscale"),
            another,
            "secret");

    assertThatThrownBy(() -> DevelopmentIdentityProvider.start(taken))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("cannot listen on port " + provider.port());
    assertThat(another).isEmptyDirectory();
  }
}
