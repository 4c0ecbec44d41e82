package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Installs what a pack holds. All of it is looked at first: what the manifest says must be there,
 * byte for byte, nothing else may be, and this version of perfscale must have a use for it. Then
 * each directory appears whole, as any installation does.
 */
final class PackReader {
  private static final int LARGEST_MANIFEST = 128 << 20;

  private final ToolCache cache;
  private final Map<String, Packable> known = new HashMap<>();

  /**
   * @param known what can be used here
   */
  PackReader(ToolCache cache, List<Packable> known) {
    this.cache = cache;
    known.forEach(tool -> this.known.put(tool.entry(), tool));
  }

  void install(Path file, Consumer<String> progress) throws IOException, InterruptedException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      PackManifest manifest = manifest(zip, file);
      requireUse(manifest);
      verify(zip, manifest, progress);
      for (PackManifest.Entry entry : manifest.entries()) {
        if (cache.holds(entry.name())) {
          progress.accept(entry.name() + " is there already");
          continue;
        }
        progress.accept("installing " + entry.name());
        cache.install(entry.name(), into -> unpack(zip, entry, into));
      }
    } catch (ZipException e) {
      throw new InstallFailed(
          file + " is no pack, or damaged: " + e.getMessage() + "; make one with tools export", e);
    }
  }

  private static PackManifest manifest(ZipFile zip, Path file) throws IOException {
    ZipEntry entry = zip.getEntry(PackManifest.NAME);
    if (entry == null) {
      throw new InstallFailed(
          file + " has no " + PackManifest.NAME + ": it was not made with tools export");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] json = in.readNBytes(LARGEST_MANIFEST + 1);
      if (json.length > LARGEST_MANIFEST) {
        throw new InstallFailed("the manifest of " + file + " is larger than 128 MiB");
      }
      return PackManifest.parse(json);
    }
  }

  private void requireUse(PackManifest manifest) {
    for (PackManifest.Entry entry : manifest.entries()) {
      Packable tool = known.get(entry.name());
      if (tool == null) {
        List<String> useful = known.keySet().stream().sorted().toList();
        throw new InstallFailed(
            "the pack holds %s, and this version of perfscale uses %s; export with the same version"
                .formatted(entry.name(), useful));
      }
      boolean fits = tool.anyPlatform() || manifest.platform().equals(PackManifest.platformHere());
      if (!fits) {
        throw new InstallFailed(
            "the pack's %s is for %s, this machine is %s; export it on such a machine"
                .formatted(entry.name(), manifest.platform(), PackManifest.platformHere()));
      }
    }
  }

  private static void verify(ZipFile zip, PackManifest manifest, Consumer<String> progress)
      throws IOException {
    int expected = 1;
    for (PackManifest.Entry entry : manifest.entries()) {
      progress.accept("verifying " + entry.name());
      for (PackManifest.FileEntry file : entry.files()) {
        try (InputStream in = open(zip, entry, file)) {
          requireSame(entry, file, Digests.sha256(in));
        }
        expected++;
      }
    }
    List<String> names = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      names.add(entry.getName());
    }
    if (names.size() != expected) {
      throw new InstallFailed(
          "the pack holds %d files, its manifest names %d".formatted(names.size(), expected));
    }
  }

  /** Never more bytes than the manifest says, however far they unfold. */
  private static InputStream open(
      ZipFile zip, PackManifest.Entry entry, PackManifest.FileEntry file) throws IOException {
    String name = entry.name() + "/" + file.path();
    ZipEntry found =
        Optional.ofNullable(zip.getEntry(name))
            .filter(candidate -> candidate.getName().equals(name))
            .orElseThrow(() -> new InstallFailed("the pack lacks " + name));
    return new BoundedStream(zip.getInputStream(found), file.size(), name);
  }

  private static void requireSame(
      PackManifest.Entry entry, PackManifest.FileEntry file, String found) {
    if (!found.equals(file.sha256())) {
      throw new InstallFailed(
          "%s/%s was refused: its SHA-256 is %s, the manifest says %s"
              .formatted(entry.name(), file.path(), found, file.sha256()));
    }
  }

  private void unpack(ZipFile zip, PackManifest.Entry entry, Path into)
      throws IOException, InterruptedException {
    for (PackManifest.FileEntry file : entry.files()) {
      Path target = into.resolve(file.path());
      Files.createDirectories(target.getParent());
      try (InputStream in = open(zip, entry, file);
          OutputStream out = Files.newOutputStream(target)) {
        in.transferTo(out);
      }
      // What was verified is what is used, also if somebody changed the pack meanwhile.
      requireSame(entry, file, Digests.sha256(target));
      if (file.executable() && !target.toFile().setExecutable(true)) {
        throw new IOException(target + " cannot be made executable");
      }
    }
    for (PackManifest.Link link : entry.links()) {
      Path path = into.resolve(link.path());
      Files.createDirectories(path.getParent());
      Files.createSymbolicLink(path, Path.of(link.target()));
    }
    known.get(entry.name()).completion().complete(into, entry);
  }
}
