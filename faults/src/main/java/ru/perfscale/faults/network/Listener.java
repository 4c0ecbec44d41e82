package ru.perfscale.faults.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/** A free port of 127.0.0.1; each connection to it gets a thread. */
final class Listener implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ServerSocket socket;

  private Listener(ServerSocket socket) {
    this.socket = socket;
  }

  static Listener start(Consumer<Socket> serve) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      Listener listener = new Listener(socket);
      Thread.ofVirtual().start(() -> listener.accept(serve));
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Consumer<Socket> serve) {
    try {
      while (true) {
        Socket client = socket.accept();
        client.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve.accept(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
