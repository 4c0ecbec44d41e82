package ru.perfscale.hooks.gatling;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import ru.perfscale.hooks.launch.ScriptRefused;

/** A simulation that cannot run, or gave up by itself; the message is javac's or Gatling's own. */
final class SimulationRefused extends ScriptRefused {
  private static final long serialVersionUID = 1L;

  SimulationRefused(String message) {
    super(message);
  }

  private SimulationRefused(String message, Throwable cause) {
    super(message, cause);
  }

  static SimulationRefused because(Throwable failure) {
    if (failure instanceof SimulationRefused refused) {
      return refused;
    }
    List<String> messages = new ArrayList<>();
    StackTraceElement[] where = {};
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvocationTargetException
          || cause instanceof ExceptionInInitializerError) {
        continue;
      }
      where = cause.getStackTrace();
      String name = cause.getClass().getSimpleName();
      String message = cause.getMessage();
      // Gatling's own are of anonymous classes.
      messages.add(message == null ? name : name.isEmpty() ? message : name + ": " + message);
    }
    return new SimulationRefused(String.join(", caused by ", messages) + line(where), failure);
  }

  private static String line(StackTraceElement[] trace) {
    for (StackTraceElement frame : trace) {
      if (Script.NAME.equals(frame.getFileName())) {
        return " (line " + frame.getLineNumber() + " of the simulation)";
      }
    }
    return "";
  }
}
