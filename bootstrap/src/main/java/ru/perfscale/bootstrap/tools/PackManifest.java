package ru.perfscale.bootstrap.tools;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The first file of a pack: what must be in it, no more and no less.
 *
 * @param format 1
 * @param platform operating system and processor it was made on
 */
record PackManifest(
    @JsonProperty(value = "format", required = true) int format,
    @JsonProperty(value = "platform", required = true) String platform,
    @JsonProperty(value = "entries", required = true) List<Entry> entries) {
  static final String NAME = "manifest.json";
  static final int FORMAT = 1;

  /** Of all files together; the largest tool has a tenth of that. */
  static final long MOST_BYTES = 8L << 30;

  private static final int MOST_FILES = 500_000;
  private static final int LONGEST_PATH = 1_000;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A directory of the cache.
   *
   * @param python the version, such as 3.11, whose interpreter {@code interpreters} must lead to;
   *     empty for what needs none
   * @param interpreters links that each machine makes for itself
   */
  record Entry(
      @JsonProperty(value = "name", required = true) String name,
      @JsonProperty(value = "any_platform", required = true) boolean anyPlatform,
      @JsonProperty(value = "python", required = true) String python,
      @JsonProperty(value = "interpreters", required = true) List<String> interpreters,
      @JsonProperty(value = "files", required = true) List<FileEntry> files,
      @JsonProperty(value = "links", required = true) List<Link> links) {
    Entry {
      interpreters = List.copyOf(interpreters);
      files = List.copyOf(files);
      links = List.copyOf(links);
    }
  }

  /** A file; its path is relative to the directory. */
  record FileEntry(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "size", required = true) long size,
      @JsonProperty(value = "sha256", required = true) String sha256,
      @JsonProperty(value = "executable", required = true) boolean executable) {}

  /** A symbolic link to something within the directory. */
  record Link(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "target", required = true) String target) {}

  PackManifest {
    entries = List.copyOf(entries);
  }

  static String platformHere() {
    return (System.getProperty("os.name") + "-" + System.getProperty("os.arch"))
        .toLowerCase(Locale.ROOT);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of texts and numbers can always be written", e);
    }
  }

  /**
   * @throws InstallFailed if it is no manifest, or one that reaches out of its own directories
   */
  static PackManifest parse(byte[] json) {
    PackManifest manifest;
    try {
      manifest = JSON.readValue(json, PackManifest.class);
    } catch (IOException e) {
      throw new InstallFailed("the pack's manifest cannot be read: " + e.getMessage(), e);
    }
    if (manifest.format != FORMAT) {
      throw new InstallFailed(
          "the pack has format " + manifest.format + ", this version reads format " + FORMAT);
    }
    manifest.check();
    return manifest;
  }

  private void check() {
    long files = 0;
    long bytes = 0;
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      if (!entry.name().matches("[a-z0-9][a-z0-9._-]{0,99}") || !names.add(entry.name())) {
        throw new InstallFailed("the pack has the entry '" + entry.name() + "', which is no name");
      }
      checkPaths(entry);
      files += entry.files().size() + entry.links().size();
      for (FileEntry file : entry.files()) {
        bytes += Math.max(0, file.size());
        if (file.size() < 0 || bytes > MOST_BYTES || bytes < 0) {
          throw new InstallFailed(
              "the pack says it holds more than " + (MOST_BYTES >> 30) + " GiB");
        }
      }
    }
    if (files > MOST_FILES) {
      throw new InstallFailed("the pack says it holds more than " + MOST_FILES + " files");
    }
  }

  private static void checkPaths(Entry entry) {
    Set<Path> links = new HashSet<>();
    Set<Path> all = new HashSet<>();
    for (Link link : entry.links()) {
      Path path = inside(entry, link.path());
      Path parent = path.getParent() == null ? Path.of("") : path.getParent();
      Path target = parent.resolve(link.target()).normalize();
      if (link.target().isBlank() || Path.of(link.target()).isAbsolute() || leaves(target)) {
        throw new InstallFailed(
            "the pack has a link that leaves its directory: %s/%s leads to %s"
                .formatted(entry.name(), link.path(), link.target()));
      }
      links.add(path);
      all.add(path);
    }
    for (String interpreter : entry.interpreters()) {
      links.add(inside(entry, interpreter));
    }
    for (FileEntry file : entry.files()) {
      all.add(inside(entry, file.path()));
    }
    if (all.size() != entry.links().size() + entry.files().size()) {
      throw new InstallFailed("the pack has two files of one name in " + entry.name());
    }
    for (Path path : all) {
      for (Path above = path.getParent(); above != null; above = above.getParent()) {
        if (links.contains(above)) {
          throw new InstallFailed(
              "the pack has a file behind a link: " + entry.name() + "/" + path);
        }
      }
    }
  }

  private static Path inside(Entry entry, String text) {
    Path path = text.indexOf('\0') >= 0 ? Path.of("") : Path.of(text);
    boolean fine =
        !text.isBlank()
            && text.length() <= LONGEST_PATH
            && !path.isAbsolute()
            && path.normalize().equals(path)
            && path.toString().equals(text)
            && !leaves(path);
    if (!fine) {
      throw new InstallFailed(
          "the pack has a file outside of its directory: " + entry.name() + "/" + text);
    }
    return path;
  }

  private static boolean leaves(Path path) {
    return path.isAbsolute() || path.startsWith("..");
  }
}
