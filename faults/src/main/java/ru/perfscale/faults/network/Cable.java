package ru.perfscale.faults.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A network that knows bytes only, such as the one to a database. */
public final class Cable implements AutoCloseable {
  private static final int CONNECT_MILLIS = 1_000;

  private final Valve valve = new Valve();
  private final Listener listener;
  private volatile InetSocketAddress target;

  private Cable(InetSocketAddress target) {
    this.target = target;
    this.listener = Listener.start(this::serve);
  }

  /** A whole one. */
  public static Cable to(InetSocketAddress target) {
    return new Cable(target);
  }

  public int port() {
    return listener.port();
  }

  public void set(Condition condition) {
    valve.set(condition);
  }

  /** New connections go there. */
  public void leadTo(InetSocketAddress next) {
    target = next;
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
      Thread up = Thread.ofVirtual().start(() -> pump(client, server, true));
      pump(server, client, false);
      up.join();
    } catch (IOException e) {
      // The client sees that its connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      valve.remove(client);
    }
  }

  private void pump(Socket from, Socket to, boolean up) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (valve.passes(up)) {
          out.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      // The other direction ends with it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      valve.remove(from);
    }
  }

  @Override
  public void close() {
    listener.close();
    valve.set(Condition.CUT);
  }
}
