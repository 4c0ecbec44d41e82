package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs directories of the cache into one zip file, its manifest first. */
final class PackWriter {
  private static final Pattern PYTHON =
      Pattern.compile("^version\\s*=\\s*(\\d+\\.\\d+)", Pattern.MULTILINE);

  private final ToolCache cache;

  PackWriter(ToolCache cache) {
    this.cache = cache;
  }

  /**
   * @param file does not exist yet, and appears when it is whole
   */
  void write(Path file, List<Packable> tools, Consumer<String> progress) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(file.toString(), null, "choose another name");
    }
    List<PackManifest.Entry> entries = new ArrayList<>();
    for (Packable tool : tools) {
      progress.accept("hashing " + tool.entry());
      entries.add(describe(tool));
    }
    PackManifest manifest =
        new PackManifest(PackManifest.FORMAT, PackManifest.platformHere(), entries);
    Path parent = file.toAbsolutePath().getParent();
    Path building = Files.createTempFile(parent, "." + file.getFileName(), ".building");
    try {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(building))) {
        zip.setLevel(Deflater.BEST_SPEED);
        put(zip, PackManifest.NAME, manifest.toJson().getBytes(StandardCharsets.UTF_8));
        for (PackManifest.Entry entry : entries) {
          progress.accept("packing " + entry.name());
          for (PackManifest.FileEntry content : entry.files()) {
            zip.putNextEntry(new ZipEntry(entry.name() + "/" + content.path()));
            copy(cache.entry(entry.name()).resolve(content.path()), zip);
            zip.closeEntry();
          }
        }
      }
      Files.move(building, file);
    } finally {
      Files.deleteIfExists(building);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private static void copy(Path file, OutputStream out) throws IOException {
    Files.copy(file, out);
  }

  private PackManifest.Entry describe(Packable tool) throws IOException {
    Path root = cache.entry(tool.entry());
    List<PackManifest.FileEntry> files = new ArrayList<>();
    List<PackManifest.Link> links = new ArrayList<>();
    List<String> interpreters = new ArrayList<>();
    List<Path> paths;
    try (Stream<Path> tree = Files.walk(root)) {
      paths =
          tree.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .toList();
    }
    for (Path path : paths) {
      String name = root.relativize(path).toString();
      if (!Files.isSymbolicLink(path)) {
        files.add(
            new PackManifest.FileEntry(
                name, Files.size(path), Digests.sha256(path), Files.isExecutable(path)));
      } else if (Files.readSymbolicLink(path).isAbsolute()) {
        interpreters.add(name);
      } else {
        links.add(new PackManifest.Link(name, Files.readSymbolicLink(path).toString()));
      }
    }
    String python = interpreters.isEmpty() ? "" : python(root, interpreters);
    return new PackManifest.Entry(
        tool.entry(), tool.anyPlatform(), python, interpreters, files, links);
  }

  private static String python(Path root, List<String> links) throws IOException {
    Path settings = root.resolve("pyvenv.cfg");
    if (Files.exists(settings)) {
      Matcher version = PYTHON.matcher(Files.readString(settings));
      if (version.find()) {
        return version.group(1);
      }
    }
    throw new InstallFailed(root + " cannot be packed: " + links + " lead out of it");
  }
}
