package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Talks to a provider as an application would. */
final class RealmClient implements AutoCloseable {
  static final String SECRET = "perfscale-dev-secret";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String protocol;

  RealmClient(DevelopmentIdentityProvider provider) {
    protocol = provider.discovery() + "/protocol/openid-connect/";
  }

  static DevelopmentIdentityProvider.Settings settings(Path directory) {
    return new DevelopmentIdentityProvider.Settings(
        InetAddress.getLoopbackAddress(),
        0,
        DevelopmentIdentityProvider.Settings.DEFAULT_ISSUER,
        directory,
        SECRET);
  }

  /** The form of the documented {@code curl} command. */
  static Map<String, String> passwordGrant(String login, String password) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "password");
    form.put("client_id", "perfscale-site");
    form.put("client_secret", SECRET);
    form.put("username", login);
    form.put("password", password);
    return form;
  }

  static Map<String, String> refreshGrant(Object refreshToken) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("client_id", "perfscale-site");
    form.put("client_secret", SECRET);
    form.put("refresh_token", (String) refreshToken);
    return form;
  }

  Map<String, Object> logIn(String login, String password) {
    HttpResponse<String> response = post("token", passwordGrant(login, password));
    assertThat(response.statusCode()).isEqualTo(200);
    return json(response);
  }

  HttpResponse<String> post(String endpoint, Map<String, String> form, String... headers) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return post(endpoint, body, headers);
  }

  HttpResponse<String> post(String endpoint, String body, String... headers) {
    return post(endpoint, "application/x-www-form-urlencoded", body, headers);
  }

  HttpResponse<String> postJson(String endpoint, String body) {
    return post(endpoint, "application/json", body, new String[0]);
  }

  private HttpResponse<String> post(
      String endpoint, String contentType, String body, String[] headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder()
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(endpoint, request, headers);
  }

  HttpResponse<String> get(String endpoint, String... headers) {
    return send(endpoint, HttpRequest.newBuilder(), headers);
  }

  private HttpResponse<String> send(
      String endpoint, HttpRequest.Builder request, String... headers) {
    request.uri(URI.create(protocol).resolve(endpoint)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> json(HttpResponse<String> response) {
    try {
      return JSONObjectUtils.parse(response.body());
    } catch (ParseException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
