package ru.perfscale.faults.network;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The network between one agent and its server. It knows requests from answers, so that it can lose
 * the answer to something that was done, or repeat a request.
 */
public final class Line implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int COPY_MILLIS = 5_000;

  private final Valve valve = new Valve();
  private final Deliveries deliveries;
  private final Listener listener;
  private volatile InetSocketAddress target;
  private volatile Meddler meddler = Meddler.NONE;
  private volatile long lastHeard = System.nanoTime();

  private Line(InetSocketAddress target, Deliveries deliveries) {
    this.target = target;
    this.deliveries = deliveries;
    this.listener = Listener.start(this::serve);
  }

  /**
   * A whole one.
   *
   * @param deliveries hears of what passes
   */
  public static Line to(InetSocketAddress target, Deliveries deliveries) {
    return new Line(target, deliveries);
  }

  /** Where the agent finds its server. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + listener.port());
  }

  public void set(Condition condition) {
    valve.set(condition);
  }

  public void set(Meddler next) {
    meddler = next;
  }

  /** From now on another server answers; what is connected to the one before is cut. */
  public void leadTo(InetSocketAddress next) {
    if (!next.equals(target)) {
      target = next;
      valve.endAll();
    }
  }

  /** When the server last answered the agent well, by {@link System#nanoTime}. */
  public long lastHeard() {
    return lastHeard;
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket()) {
      valve.add(client);
      valve.add(server);
      if (valve.condition() == Condition.CUT) {
        return;
      }
      server.connect(target, CONNECT_MILLIS);
      server.setTcpNoDelay(true);
      BlockingQueue<Message> asked = new LinkedBlockingQueue<>();
      Thread up = Thread.ofVirtual().start(() -> passRequests(client, server, asked));
      passAnswers(client, server, asked);
      up.join();
    } catch (IOException e) {
      // The agent sees that its connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      valve.remove(client);
    }
  }

  private void passRequests(Socket client, Socket server, BlockingQueue<Message> asked) {
    try (client;
        server) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      for (Message next = Message.read(in); next != null; next = Message.read(in)) {
        Deed deed = meddler.request(next.path());
        if (!valve.passes(true)) {
          continue;
        }
        deliveries.asked(next);
        if (deed.kind() == Deed.Kind.TWICE) {
          Message copy = next;
          InetSocketAddress to = target;
          Thread.ofVirtual().start(() -> repeat(copy, to, deed.delay()));
        } else {
          pause(deed.delay());
        }
        asked.add(next);
        if (!write(next, server, deed)) {
          return;
        }
      }
    } catch (IOException e) {
      // Both ends see it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      valve.remove(server);
    }
  }

  private void passAnswers(Socket client, Socket server, BlockingQueue<Message> asked)
      throws InterruptedException {
    try (client;
        server) {
      InputStream in = new BufferedInputStream(server.getInputStream());
      for (Message next = Message.read(in); next != null; next = Message.read(in)) {
        Message request = asked.take();
        deliveries.answered(request, next);
        Deed deed = meddler.answer(request.path(), next.status());
        if (!valve.passes(false)) {
          continue;
        }
        pause(deed.delay());
        if (!write(next, client, deed)) {
          return;
        }
        if (next.status() < 300) {
          lastHeard = System.nanoTime();
        }
      }
    } catch (IOException e) {
      // Both ends see it.
    }
  }

  /**
   * @return whether the connection goes on
   */
  private static boolean write(Message message, Socket to, Deed deed) throws IOException {
    switch (deed.kind()) {
      case PASS, TWICE -> to.getOutputStream().write(message.bytes());
      case HALVE -> to.getOutputStream().write(message.bytes(), 0, message.bytes().length / 2);
      case LOSE -> {}
    }
    return deed.kind() == Deed.Kind.PASS || deed.kind() == Deed.Kind.TWICE;
  }

  /** The copy's answer is nobody's, but what it acknowledges is acknowledged. */
  private void repeat(Message request, InetSocketAddress to, Duration delay) {
    try (Socket server = new Socket()) {
      pause(delay);
      server.connect(to, CONNECT_MILLIS);
      server.setSoTimeout(COPY_MILLIS);
      server.getOutputStream().write(request.bytes());
      Message answer = Message.read(new BufferedInputStream(server.getInputStream()));
      if (answer != null) {
        deliveries.answered(request, answer);
      }
    } catch (IOException e) {
      // The copy is lost.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration delay) throws InterruptedException {
    if (delay.isPositive()) {
      Thread.sleep(delay);
    }
  }

  @Override
  public void close() {
    listener.close();
    valve.set(Condition.CUT);
  }
}
