package ru.perfscale.bootstrap.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.bootstrap.settings.SettingsException;

/** A small file that nobody else can read, written as a whole or not at all. */
final class OwnFile {
  static final FileAttribute<Set<PosixFilePermission>> OWN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;

  OwnFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** Empty when it is not there or has nothing in it. */
  Optional<String> read() {
    try {
      return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void write(String text) {
    try {
      Path written =
          Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", OWN);
      Files.writeString(written, text, StandardCharsets.UTF_8);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private SettingsException unusable(IOException e) {
    return new SettingsException("The agent's file " + file + " cannot be used: " + e);
  }
}
