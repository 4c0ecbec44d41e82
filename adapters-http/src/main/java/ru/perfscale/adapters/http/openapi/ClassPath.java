package ru.perfscale.adapters.http.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that travel in a jar. */
final class ClassPath {
  private ClassPath() {}

  static byte[] read(String path) {
    try (InputStream in = ClassPath.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The class path has no " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
