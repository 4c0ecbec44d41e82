package ru.perfscale.benchmarks.observer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A web server in a process of its own that answers every GET with two bytes, in one thread and
 * without an object per request, and counts them. It prints its port, then for each line of
 * standard input the count and the monotonic clock; it ends with standard input.
 */
final class Target {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"
          .getBytes(StandardCharsets.US_ASCII);

  /** The four bytes that end a request's header, as a number. */
  private static final int END_OF_HEADER = 0x0D0A0D0A;

  private final AtomicLong requests = new AtomicLong();
  private final Selector selector = Selector.open();
  private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
  private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER.length).put(ANSWER);

  private Target() throws IOException {}

  public static void main(String[] arguments) throws IOException {
    Target target = new Target();
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.configureBlocking(false);
    server.register(target.selector, SelectionKey.OP_ACCEPT);
    System.out.println(server.socket().getLocalPort());
    Thread answering = new Thread(target::answerAll, "target");
    answering.setDaemon(true);
    answering.start();
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    while (questions.readLine() != null) {
      System.out.println(target.requests.get() + " " + System.nanoTime());
    }
  }

  private void answerAll() {
    try {
      while (true) {
        selector.select(this::serve);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    if (key.isAcceptable()) {
      accept((ServerSocketChannel) key.channel());
      return;
    }
    SocketChannel connection = (SocketChannel) key.channel();
    try {
      input.clear();
      int read = connection.read(input);
      if (read < 0) {
        connection.close();
        return;
      }
      int answers = ends(key);
      requests.setRelease(requests.getPlain() + answers);
      for (int i = 0; i < answers; i++) {
        answer.flip();
        while (answer.hasRemaining()) {
          connection.write(answer);
        }
      }
    } catch (IOException e) {
      key.cancel();
      try {
        connection.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
    }
  }

  private void accept(ServerSocketChannel server) {
    try {
      SocketChannel connection = server.accept();
      if (connection != null) {
        connection.configureBlocking(false);
        connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
        connection.register(selector, SelectionKey.OP_READ);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How many headers end in what was read; the key keeps the last bytes of an unfinished one. */
  private int ends(SelectionKey key) {
    int length = input.position();
    int last = key.attachment() instanceof Integer bytes ? bytes : 0;
    int found = 0;
    for (int i = 0; i < length; i++) {
      last = last << 8 | input.get(i) & 0xFF;
      if (last == END_OF_HEADER) {
        found++;
        last = 0;
      }
    }
    key.attach(last == 0 ? null : last);
    return found;
  }
}
