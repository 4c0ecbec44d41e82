package ru.perfscale.bootstrap.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hears signals until it is closed. The JVM's own way, shutdown hooks, hears the first one only, so
 * that a second Ctrl-C could not end a stop that takes too long. The JDK's class for it exists
 * everywhere but belongs to no standard, hence by reflection; without it signals do what they
 * always do.
 */
public final class Signals implements AutoCloseable {
  /** The signals that ask a program to end, with their numbers. */
  public enum Ending {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Ending(int number) {
      this.number = number;
    }

    /** What a shell tells of a program that such a signal ended. */
    public int exitCode() {
      return 128 + number;
    }
  }

  private final Map<String, Object> before = new HashMap<>();

  /**
   * @param ended called for each of {@link Ending}, on a thread of the JVM
   * @param resized called when the terminal's window has another size
   */
  public Signals(Consumer<Ending> ended, Runnable resized) {
    for (Ending ending : Ending.values()) {
      handle(ending.name(), () -> ended.accept(ending));
    }
    handle("WINCH", resized);
  }

  private void handle(String name, Runnable action) {
    try {
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> name;
                  });
      Object old = install(name, ours);
      Object ignored = handler.getField("SIG_IGN").get(null);
      if (old == ignored) {
        // Whoever started us wants us deaf to it, as nohup does.
        install(name, ignored);
      } else {
        before.put(name, old);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      before.remove(name); // Not this JDK, or -Xrs: the signal keeps its usual effect.
    }
  }

  private static Object install(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
    try {
      return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause());
    }
  }

  /** Signals do again what they did before. */
  @Override
  public void close() {
    before.forEach(
        (name, handler) -> {
          try {
            install(name, handler);
          } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new IllegalStateException("SIG" + name + " cannot be given back", e);
          }
        });
  }
}
