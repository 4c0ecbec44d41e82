import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server on loopback that counts: {@code /} answers "ok" and is counted, {@code /fail}
 * answers 500 and is counted, too, {@code /count} tells the count. Prints its port; ends with its
 * input.
 */
public class CountingTarget {
  private static final AtomicLong COUNT = new AtomicLong();

  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, 200, "ok", 1));
    server.createContext("/fail", exchange -> answer(exchange, 500, "no", 1));
    server.createContext("/count", exchange -> answer(exchange, 200, "" + COUNT.get(), 0));
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, int status, String text, int counts)
      throws IOException {
    COUNT.addAndGet(counts);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, text.length());
    exchange.getResponseBody().write(text.getBytes());
    exchange.close();
  }
}
