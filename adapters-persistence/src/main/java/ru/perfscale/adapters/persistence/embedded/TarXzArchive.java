package ru.perfscale.adapters.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks a {@code .tar.xz} of plain files, directories and symbolic links.
 *
 * <p>Read here because the archives are ours to choose and simple; a general tar library would
 * bring 3 MB for it. Whatever goes beyond (long names, hard links, sparse files, a name that leaves
 * the target) is refused, not guessed.
 */
final class TarXzArchive {
  private static final int BLOCK = 512;

  private final InputStream in;
  private final Path target;

  private TarXzArchive(InputStream in, Path target) {
    this.in = in;
    this.target = target;
  }

  static void unpack(InputStream compressed, Path target) throws IOException {
    try (InputStream in = new BufferedInputStream(new XZInputStream(compressed), 1 << 16)) {
      new TarXzArchive(in, target.toAbsolutePath().normalize()).unpackAll();
    }
  }

  private void unpackAll() throws IOException {
    for (byte[] header = block(); header[0] != 0; header = block()) {
      verify(header);
      Path path = inside(text(header, 0, 100));
      long size = octal(header, 124, 12);
      switch (header[156]) {
        case '5' -> Files.createDirectories(path);
        case '2' -> {
          Path link = Path.of(text(header, 157, 100));
          inside(target.relativize(path.resolveSibling(link).normalize()).toString());
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, link);
        }
        case '0', 0 -> file(path, size, (octal(header, 100, 8) & 0100) != 0);
        default ->
            throw new IOException(
                "unsupported tar entry of type '" + (char) header[156] + "' at " + path);
      }
    }
  }

  private void file(Path path, long size, boolean executable) throws IOException {
    Files.createDirectories(path.getParent());
    try (OutputStream out = Files.newOutputStream(path)) {
      byte[] buffer = new byte[1 << 16];
      for (long left = size; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new IOException("the archive ends within " + path);
        }
        out.write(buffer, 0, read);
        left -= read;
      }
    }
    in.skipNBytes(-size & (BLOCK - 1));
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private Path inside(String name) throws IOException {
    Path path = target.resolve(name).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("tar entry '" + name + "' leaves the target directory");
    }
    return path;
  }

  private byte[] block() throws IOException {
    byte[] block = in.readNBytes(BLOCK);
    if (block.length < BLOCK) {
      throw new IOException("the archive has no end mark: it is cut short");
    }
    return block;
  }

  private static void verify(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != octal(header, 148, 8) || !text(header, 257, 5).equals("ustar")) {
      throw new IOException("not a tar header");
    }
    // A POSIX prefix would lengthen the name; in the GNU form the same bytes mean something else.
    if (header[262] == 0 && header[345] != 0) {
      throw new IOException("unsupported tar entry with a name prefix: " + text(header, 0, 100));
    }
  }

  private static long octal(byte[] header, int offset, int length) throws IOException {
    String digits = text(header, offset, length).strip();
    try {
      return Long.parseLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("not an octal number in a tar header: '" + digits + "'", e);
    }
  }

  private static String text(byte[] header, int offset, int length) {
    int end = offset;
    while (end < offset + length && header[end] != 0) {
      end++;
    }
    return new String(header, offset, end - offset, UTF_8);
  }
}
