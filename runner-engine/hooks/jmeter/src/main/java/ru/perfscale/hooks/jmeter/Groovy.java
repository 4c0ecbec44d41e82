package ru.perfscale.hooks.jmeter;

import java.lang.reflect.Field;
import java.util.Map;
import org.codehaus.groovy.control.CompilerConfiguration;

/** The language of most scripts in plans, in the version that comes with JMeter. */
final class Groovy {
  /** It reads class files of the JDK up to this version; newer ones it must let the JVM load. */
  private static final int NEWEST_READABLE = 22;

  private Groovy() {}

  /** Without this, the first script that names a class of a newer JDK ends its thread. */
  @SuppressWarnings("unchecked")
  static void makeReady() {
    if (Runtime.version().feature() <= NEWEST_READABLE) {
      return;
    }
    try {
      Field options = CompilerConfiguration.class.getDeclaredField("optimizationOptions");
      options.setAccessible(true);
      ((Map<String, Boolean>) options.get(CompilerConfiguration.DEFAULT))
          .put("asmResolving", false);
    } catch (ReflectiveOperationException | LinkageError e) {
      System.err.println("Groovy scripts may not run on this Java: " + e);
    }
  }
}
