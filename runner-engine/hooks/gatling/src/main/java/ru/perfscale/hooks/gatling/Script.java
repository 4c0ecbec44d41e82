package ru.perfscale.hooks.gatling;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The source text of a simulation, compiled into a directory of the class path. Which class it
 * holds, and in which package, is told by what the compiler makes of it.
 */
final class Script {
  /** What the source is called in messages and stack traces; Gatling has no file of that name. */
  static final String NAME = "script.java";

  private static final String BASE = "io.gatling.javaapi.core.Simulation";

  private Script() {}

  /** What javac's complaints about simulations in Gatling's other languages do not say. */
  private static final Map<Pattern, String> FOREIGN =
      Map.of(
          Pattern.compile("\\bimport\\s+io\\.gatling\\.\\w+\\.Predef\\b"), "Scala",
          Pattern.compile("\\bclass\\s+\\w+\\s*:\\s*Simulation\\b"), "Kotlin",
          Pattern.compile("\\bfrom\\s*[\"']@gatling\\.io/"), "JavaScript");

  /** The name of the simulation's class. */
  static String compile(String source, Path classes) throws IOException {
    FOREIGN.forEach(
        (mark, language) -> {
          if (mark.matcher(source).find()) {
            throw new SimulationRefused(
                "it is written in " + language + "; only simulations in Java can be run");
          }
        });
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new IOException(
          "Java at "
              + System.getProperty("java.home")
              + " has no compiler; a JDK is needed, not a JRE");
    }
    StringWriter words = new StringWriter();
    List<String> options =
        List.of(
            "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      if (!javac.getTask(words, files, null, options, null, List.of(new Text(source))).call()) {
        throw new SimulationRefused(words.toString().strip());
      }
    }
    return simulation(classes);
  }

  private static String simulation(Path classes) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        String path = classes.relativize(file).toString();
        Class<?> type = load(path.substring(0, path.length() - 6).replace('/', '.'));
        // Gatling makes an instance, which only a public class lets it do.
        if (Simulation.class.isAssignableFrom(type)
            && Modifier.isPublic(type.getModifiers())
            && !Modifier.isAbstract(type.getModifiers())) {
          found.add(type);
        }
      }
    }
    if (found.size() != 1) {
      throw new SimulationRefused(
          "the script must hold exactly one public class that extends " + BASE);
    }
    return found.getFirst().getName();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Script.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          name + " was compiled, but its directory is not on the class path", e);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String source;

    Text(String source) {
      super(URI.create("string:///" + NAME), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }

    @Override
    public String getName() {
      return NAME;
    }

    /** A public class of any name may stand in it. */
    @Override
    public boolean isNameCompatible(String simpleName, JavaFileObject.Kind kind) {
      return kind == Kind.SOURCE;
    }
  }
}
