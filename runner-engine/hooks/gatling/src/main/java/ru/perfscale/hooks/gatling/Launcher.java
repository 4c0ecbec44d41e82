package ru.perfscale.hooks.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import ru.perfscale.hooks.launch.Given;
import ru.perfscale.hooks.launch.Load;
import ru.perfscale.hooks.launch.Share;
import ru.perfscale.hooks.launch.ToolMain;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * Compiles and runs one simulation: {@code Launcher SOURCE CLASSES RESULTS MARK}. {@code CLASSES}
 * is an empty directory of the class path; the file {@code MARK} is made if the simulation has an
 * assertion on failed requests. What the run gives are system properties, and so is the share
 * ({@code perfscale.share.index} and {@code .of}), which divides the users.
 *
 * <p>Ends with 0 whatever the samples say, 2 if an assertion does not hold, else as {@link
 * ToolMain} tells.
 */
public final class Launcher {
  private Launcher() {}

  /** See the class. */
  public static void main(String[] arguments) {
    ToolMain.run(
        "Gatling cannot run the simulation: ",
        (channel, given) -> prepare(arguments, channel, given));
  }

  private static Load prepare(String[] arguments, SampleChannel channel, Given given)
      throws IOException {
    if (arguments.length != 4) {
      throw new IOException(
          "expected the arguments SOURCE CLASSES RESULTS MARK, got " + arguments.length);
    }
    System.getProperties().putAll(given.properties());
    setProperties(given.share());
    String source = Files.readString(Path.of(arguments[0]));
    String simulation = Script.compile(source, Path.of(arguments[1]));
    Path mark = Path.of(arguments[3]);
    return SimulationRun.of(
        simulation, Path.of(arguments[2]), given.share(), channel, () -> create(mark));
  }

  private static void setProperties(Share share) {
    System.setProperty("perfscale.share.index", Integer.toString(share.index()));
    System.setProperty("perfscale.share.of", Integer.toString(share.of()));
    System.setProperty("logback.configurationFile", "perfscale-gatling-logback.xml");
    // No calls home, neither for statistics nor to warm up.
    System.setProperty("gatling.data.enableAnalytics", "false");
    System.setProperty("gatling.http.warmUpUrl", "");
    System.setProperty("gatling.data.writers.0", "file");
  }

  private static void create(Path mark) {
    try {
      Files.createFile(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
