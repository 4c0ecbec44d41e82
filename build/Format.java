import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks ({@code check DIR}) or applies ({@code write DIR}) google-java-format to every Java file
 * below a directory. Run by the root POM in the build's own JDK, because the formatter parses with
 * the JDK that runs it. Files that have not changed since the last run are left out.
 */
public class Format {
  private static final Set<String> SKIPPED = Set.of("target", ".git", "node_modules");

  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    Path root = Path.of(args[1]);
    Path stamp = root.resolve("target/format/checked");
    FileTime begun = FileTime.fromMillis(System.currentTimeMillis());
    FileTime checked =
        Files.exists(stamp) ? Files.getLastModifiedTime(stamp) : FileTime.fromMillis(0);
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> wrong = new ArrayList<>();
    for (Path file : javaFiles(root)) {
      if (Files.getLastModifiedTime(file).compareTo(checked) < 0) {
        continue;
      }
      String source = Files.readString(file);
      String formatted = format(formatter, source, file);
      if (!formatted.equals(source)) {
        wrong.add(file);
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (!write && !wrong.isEmpty()) {
      System.err.println("Not in google-java-format (mend: mvn -N validate -Dformat=write):");
      wrong.forEach(file -> System.err.println("  " + file));
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, begun);
  }

  private static String format(Formatter formatter, String source, Path file) {
    try {
      String imports =
          RemoveUnusedImports.removeUnusedImports(
              ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE));
      return formatter.formatSource(imports);
    } catch (com.google.googlejavaformat.java.FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(dir.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
