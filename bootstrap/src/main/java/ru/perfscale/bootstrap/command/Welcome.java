package ru.perfscale.bootstrap.command;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import ru.perfscale.bootstrap.embedded.EmbeddedStack;
import ru.perfscale.bootstrap.embedded.StackSettings;
import ru.perfscale.bootstrap.identity.DevelopmentIdentityProvider;
import ru.perfscale.bootstrap.identity.DevelopmentUser;

/** What {@code up} says once everything is ready. */
final class Welcome {
  private Welcome() {}

  static void print(PrintWriter out, EmbeddedStack stack, StackSettings settings, Duration took) {
    out.printf(
        Locale.ROOT,
        """

        perfscale is ready after %.1f s.

          API         %s/api/v1
          Swagger UI  %s/swagger-ui/
          data        %s
        """,
        took.toMillis() / 1000.0,
        stack.address(),
        stack.address(),
        settings.directories().data());
    stack.identity().ifPresent(identity -> print(out, identity, settings));
    out.printf("%nCtrl-C stops everything.%n");
    out.flush();
  }

  private static void print(
      PrintWriter out, DevelopmentIdentityProvider identity, StackSettings settings) {
    URI address = URI.create("http://localhost:" + identity.port());
    out.printf(
        """

        DEVELOPMENT IDENTITY: the passwords below are public. Never expose this.

          curl -X POST %s/realms/perfscale/protocol/openid-connect/token \\
            -d "grant_type=password" -d "client_id=perfscale-site" \\
            -d "client_secret=%s" \\
            -d "username=demo@perfscale.ru" -d "password=demo1234"

        """,
        address, settings.development().clientSecret());
    for (DevelopmentUser user : identity.users()) {
      out.printf(
          "  %-8s %-22s password %-12s role %-8s tenant %s%n",
          user.name(), user.email(), user.password(), user.role(), user.tenant());
    }
  }
}
