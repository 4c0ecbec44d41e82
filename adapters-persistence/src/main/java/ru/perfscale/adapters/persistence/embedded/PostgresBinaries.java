package ru.perfscale.adapters.persistence.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of one PostgreSQL version, unpacked from the class path into the cache directory.
 */
record PostgresBinaries(String version, Path home) {
  private static final Logger log = LoggerFactory.getLogger(PostgresBinaries.class);
  private static final Map<String, String> PLATFORMS =
      Map.of("amd64", "x86_64", "aarch64", "arm_64");

  static PostgresBinaries unpackedInto(Path cache) {
    String architecture = System.getProperty("os.arch");
    String platform = "linux-" + PLATFORMS.getOrDefault(architecture, architecture);
    URL archive = archive(platform);
    String version = bundledVersion();
    try {
      Path home =
          cache.resolve("postgresql-%s-%s-%s".formatted(version, platform, checksum(archive)));
      if (!Files.isDirectory(home)) {
        unpack(archive, cache, home);
      }
      requireTrusted(home);
      return new PostgresBinaries(version, home);
    } catch (IOException e) {
      throw new EmbeddedPostgresFailure(
          "PostgreSQL %s cannot be unpacked into %s: %s. Make that directory writable with 100 MB free, or set PERFSCALE_CACHE_DIR to another."
              .formatted(version, cache, e),
          e);
    }
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  String majorVersion() {
    return version.substring(0, version.indexOf('.'));
  }

  private static URL archive(String platform) {
    boolean linux = System.getProperty("os.name").equals("Linux");
    URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
    if (!linux || archive == null) {
      throw new EmbeddedPostgresFailure(
          "No PostgreSQL for %s %s is bundled (postgres-%s.txz is not on the class path; linux amd64 is bundled). Set PERFSCALE_DATABASE_URL to a PostgreSQL of your own."
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), platform));
    }
    return archive;
  }

  private static String bundledVersion() {
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      // The artifact's third number is its own; PostgreSQL has two.
      return properties.getProperty("version").replaceFirst("^(\\d+\\.\\d+)\\..*", "$1");
    } catch (IOException e) {
      throw new EmbeddedPostgresFailure(
          "binaries.properties cannot be read from the class path", e);
    }
  }

  private static String checksum(URL archive) throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(archive.openStream(), crc)) {
      long size = in.transferTo(OutputStream.nullOutputStream());
      return "%08x%x".formatted(crc.getValue(), size);
    }
  }

  /**
   * A process that is killed half way, or a second one at the same time, never leaves a half-filled
   * home.
   */
  private static void unpack(URL archive, Path cache, Path home) throws IOException {
    long begun = System.nanoTime();
    Files.createDirectories(cache);
    Path partial = Files.createTempDirectory(cache, home.getFileName() + ".");
    try (InputStream in = archive.openStream()) {
      TarXzArchive.unpack(in, partial);
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
      log.info(
          "Unpacked PostgreSQL into {} in {} ms", home, (System.nanoTime() - begun) / 1_000_000);
    } catch (FileSystemException e) {
      // How a rename onto a full directory fails differs; what counts is that it is there.
      if (!Files.isDirectory(home)) {
        throw e;
      }
      log.debug("Another process has unpacked {} meanwhile", home);
    } finally {
      deleteTree(partial);
    }
  }

  /**
   * What lies in a directory that others may write to could be anyone's program, and we may be
   * root.
   */
  private static void requireTrusted(Path home) throws IOException {
    Object owner = Files.getAttribute(home, "unix:uid");
    if (!owner.equals(0) && !owner.equals(ServerAccount.ownUid())) {
      throw new IOException(
          home + " belongs to uid " + owner + ", neither to this user nor to root");
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
