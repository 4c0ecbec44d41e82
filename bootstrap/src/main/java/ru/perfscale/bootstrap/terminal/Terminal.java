package ru.perfscale.bootstrap.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard output or standard error, and what is known of its other end. Always UTF-8: {@code
 * System.out} knows only ASCII where no locale is set, as in a container.
 */
public final class Terminal {
  private static final int LEAST_COLUMNS = 40;
  private static final int USUAL_COLUMNS = 80;

  /** Of a file or a pipe, which have no width. */
  private static final int NO_LIMIT = 10_000;

  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)");

  private final PrintStream out;
  private final Optional<Path> device;
  private final boolean colour;
  private volatile int columns;
  private int drawn;

  private Terminal(PrintStream out, Optional<Path> device, Map<String, String> environment) {
    this.out = out;
    this.device = device.filter(path -> !"dumb".equals(environment.get("TERM")));
    this.colour = this.device.isPresent() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    measure();
  }

  public static Terminal standardOutput(Map<String, String> environment) {
    return new Terminal(stream(FileDescriptor.out), device(1), environment);
  }

  public static Terminal standardError(Map<String, String> environment) {
    return new Terminal(stream(FileDescriptor.err), device(2), environment);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** No JDK tells of one stream alone whether somebody looks at it; the kernel does. */
  private static Optional<Path> device(int descriptor) {
    try {
      Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
      boolean terminal =
          target.startsWith("/dev/pts")
              || target.toString().startsWith("/dev/tty")
              || target.equals(Path.of("/dev/console"));
      return terminal ? Optional.of(target) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // Not Linux, or closed.
    }
  }

  /** Whether lines can be redrawn in place. */
  public boolean interactive() {
    return device.isPresent();
  }

  /** How many columns there are; very many where there is no terminal. */
  public int columns() {
    return columns;
  }

  /** Asks the terminal how wide it is; to be called again when its window changed. */
  public void measure() {
    columns = device.map(Terminal::ask).orElse(NO_LIMIT);
  }

  private static int ask(Path device) {
    try {
      Process stty =
          new ProcessBuilder(List.of("stty", "size"))
              .redirectInput(device.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
      Matcher size = SIZE.matcher(answer.strip());
      boolean told = stty.waitFor(1, TimeUnit.SECONDS) && size.matches();
      int found = told ? Integer.parseInt(size.group(1)) : 0;
      return found == 0 ? USUAL_COLUMNS : Math.max(LEAST_COLUMNS, found);
    } catch (IOException e) {
      return USUAL_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_COLUMNS;
    }
  }

  /** One more line; below the ones that are redrawn, if there are any. */
  public void print(Line line) {
    drawn = 0;
    out.println(line.render(colour, NO_LIMIT));
  }

  public void print(String line) {
    print(new Line().add(line));
  }

  /** Text of several lines as it is, such as JSON. */
  public void printRaw(String text) {
    drawn = 0;
    out.print(text);
    out.flush();
  }

  /** Puts lines in the place of those that were drawn before. */
  public void draw(List<Line> lines) {
    StringBuilder text = new StringBuilder(toFirstDrawn());
    for (Line line : lines) {
      // The last column stays free: some terminals wrap as soon as it is written.
      text.append(line.render(colour, columns - 1)).append("\033[K\n");
    }
    // What is left of a taller picture.
    text.append("\033[J");
    drawn = lines.size();
    out.print(text);
    out.flush();
  }

  /** Takes away what was drawn. */
  public void erase() {
    if (drawn > 0) {
      out.print(toFirstDrawn() + "\033[J");
      out.flush();
      drawn = 0;
    }
  }

  private String toFirstDrawn() {
    return drawn == 0 ? "\r" : "\r\033[" + drawn + "A";
  }
}
