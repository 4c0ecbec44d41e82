package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ru.perfscale.bootstrap.tools.PackManifest.Entry;
import ru.perfscale.bootstrap.tools.PackManifest.FileEntry;
import ru.perfscale.bootstrap.tools.PackManifest.Link;
import ru.perfscale.runner.engine.tool.ToolInstallation;

class ToolPacksTest {
  private static final String ENTRY = "tool-1.0";
  private static final String HELLO_SHA =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
  private static final FileEntry HELLO = new FileEntry("a/hello", 5, HELLO_SHA, false);

  private OpenDirectory directory;
  private Path pack;

  @BeforeEach
  void create() throws IOException {
    directory = new OpenDirectory();
    pack = directory.resolve("pack.zip");
  }

  @AfterEach
  void delete() throws IOException {
    directory.close();
  }

  @Test
  void whatWasExportedIsImportedWithRightsAndLinks() throws Exception {
    Path home = Files.createDirectories(directory.resolve("from/" + ENTRY + "/bin")).getParent();
    Path program = Files.writeString(home.resolve("bin/run"), "#!/bin/sh\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("readme"), "text");
    Files.createSymbolicLink(home.resolve("link"), Path.of("bin/run"));
    List<String> steps = new ArrayList<>();

    String exported = packs("from").export(pack, List.of(), steps::add);
    String imported = packs("to").importFrom(pack, steps::add);

    assertThat(imported).isEqualTo(exported).isEqualTo(Digests.sha256(pack));
    Path there = directory.resolve("to/" + ENTRY);
    assertThat(there.resolve("bin/run")).isExecutable().hasSameBinaryContentAs(program);
    assertThat(there.resolve("readme")).hasContent("text");
    assertThat(Files.isExecutable(there.resolve("readme"))).isFalse();
    assertThat(Files.readSymbolicLink(there.resolve("link"))).isEqualTo(Path.of("bin/run"));
    assertThat(steps).contains("verifying " + ENTRY, "installing " + ENTRY);

    packs("to").importFrom(pack, steps::add);
    assertThat(steps).last().isEqualTo(ENTRY + " is there already");
  }

  @Test
  void anExportOverwritesNothingAndNamesWhatItLacks() throws Exception {
    Files.writeString(pack, "precious");
    Files.createDirectories(directory.resolve("from/" + ENTRY));
    assertThatThrownBy(() -> packs("from").export(pack, List.of(), step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContaining("is there already");
    assertThat(pack).hasContent("precious");
    Path other = directory.resolve("other.zip");
    assertThatThrownBy(() -> packs("empty").export(other, List.of("tool"), step -> {}))
        .hasMessageContainingAll(ENTRY + " is not in the cache", "tools install tool");
    assertThatThrownBy(() -> packs("empty").export(other, List.of("tolo"), step -> {}))
        .hasMessageContaining("tolo cannot be exported; what can is tool");
    assertThatThrownBy(() -> packs("empty").export(other, List.of(), step -> {}))
        .hasMessageContaining("no tool is in the cache");
    assertThat(other).doesNotExist();
  }

  @Test
  void aDirectoryThatReachesOutOfItselfIsNotExported() throws Exception {
    Path home = Files.createDirectories(directory.resolve("from/" + ENTRY));
    Files.createSymbolicLink(home.resolve("secret"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> packs("from").export(pack, List.of(), step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContaining("lead out of it");
    assertThat(names(directory.path())).containsExactly("from");
  }

  @Test
  void aFileThatWasChangedIsRefusedAndNothingIsLeft() throws Exception {
    write(manifest(HELLO), Map.of(ENTRY + "/a/hello", "hallo"));
    assertRefused("a/hello was refused: its SHA-256 is");
  }

  @Test
  void aFileThatIsLargerThanItShouldBeIsRefused() throws Exception {
    write(manifest(HELLO), Map.of(ENTRY + "/a/hello", "hello".repeat(100_000)));
    assertRefused("larger than the 5 bytes");
  }

  @Test
  void aFileTooManyOrTooFewIsRefused() throws Exception {
    write(manifest(HELLO), Map.of(ENTRY + "/a/hello", "hello", ENTRY + "/more", ""));
    assertRefused("the pack holds 3 files, its manifest names 2");
    write(manifest(HELLO), Map.of());
    assertRefused("the pack lacks " + ENTRY + "/a/hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/etc/evil", "a/../../evil", "a/./b", "", "..", "a//b"})
  void aPathThatLeavesItsDirectoryIsRefused(String path) throws Exception {
    write(manifest(new FileEntry(path, 5, HELLO_SHA, false)), Map.of(ENTRY + "/" + path, "hello"));
    assertRefused("a file outside of its directory");
  }

  @ParameterizedTest
  @CsvSource({
    "link, ../../etc, leaves its directory",
    "link, /etc, leaves its directory",
    "x/link, ../.., leaves its directory",
    "../link, a, outside of its directory",
    "a, b, a file behind a link",
    "a/hello, b, two files of one name"
  })
  void aLinkThatLeavesOrHidesSomethingIsRefused(String path, String target, String why)
      throws Exception {
    write(
        manifest(
            new Entry(ENTRY, true, "", List.of(), List.of(HELLO), List.of(new Link(path, target)))),
        Map.of(ENTRY + "/a/hello", "hello"));
    assertRefused(why);
  }

  @Test
  void whatThisVersionOrThisPlatformHasNoUseForIsRefused() throws Exception {
    write(manifest(new Entry("tool-0.9", true, "", List.of(), List.of(), List.of())), Map.of());
    assertRefused("the pack holds tool-0.9, and this version of perfscale uses [tool-1.0]");
    write(
        new PackManifest(1, "plan9-mips", List.of(entry(HELLO))),
        Map.of(ENTRY + "/a/hello", "hello"));
    assertRefused("tool-1.0 is for plan9-mips, this machine is");
    write(new PackManifest(2, "any", List.of()), Map.of());
    assertRefused("has format 2");
    write(manifest(new Entry("../up", true, "", List.of(), List.of(), List.of())), Map.of());
    assertRefused("which is no name");
  }

  @Test
  void whatIsNoPackIsRefused() throws Exception {
    Files.writeString(pack, "hello");
    assertRefused("is no pack, or damaged");
    writeZip(Map.of("readme", "hello"));
    assertRefused("has no manifest.json");
    writeZip(Map.of("manifest.json", "{\"format\": 1}"));
    assertRefused("manifest cannot be read");
    assertThatThrownBy(() -> packs("to").importFrom(directory.resolve("none"), step -> {}))
        .hasMessageContaining("there is no file");
  }

  @Test
  void aPythonEnvironmentGetsTheInterpreterOfItsNewMachine() throws Exception {
    RunAccess access = new RunAccess(true);
    SearchPath path = SearchPath.of(System.getenv());
    String lock = Lock.text("locust.lock");
    PythonEnvironment python = new PythonEnvironment(path, access, "locust", lock);
    assumeTrue(python.obstacle().isEmpty());
    ToolCache from = new ToolCache(directory.resolve("from"));
    LocustProvision locust = new LocustProvision(new SearchPath(List.of()), from, access, python);
    String version = pythonVersion(path, access);
    Path home = Files.createDirectories(from.entry(locust.packable().orElseThrow().entry()));
    directory.program("from/" + home.getFileName() + "/bin", "locust", "locust 2.46.7 from here");
    Files.writeString(home.resolve("pyvenv.cfg"), "home = /gone\nversion = " + version + ".9\n");
    Files.createSymbolicLink(home.resolve("bin/python3"), Path.of("/gone/python3"));
    new ToolPacks(from, List.of(locust)).export(pack, List.of("locust"), step -> {});

    ToolCache to = new ToolCache(directory.resolve("to"));
    ToolPacks packs =
        new ToolPacks(
            to, List.of(new LocustProvision(new SearchPath(List.of()), to, access, python)));
    packs.importFrom(pack, step -> {});

    Path there = to.entry(home.getFileName().toString());
    assertThat(Files.isExecutable(there.resolve("bin/python3"))).isTrue();
    assertThat(there.resolve("pyvenv.cfg")).content().doesNotContain("/gone");

    ToolCache other = new ToolCache(directory.resolve("other"));
    PythonEnvironment none =
        new PythonEnvironment(new SearchPath(List.of()), access, "locust", lock);
    ToolPacks withoutPython =
        new ToolPacks(
            other, List.of(new LocustProvision(new SearchPath(List.of()), other, access, none)));
    assertThatThrownBy(() -> withoutPython.importFrom(pack, step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContaining("needs Python " + version);
  }

  private static String pythonVersion(SearchPath path, RunAccess access) throws Exception {
    for (Path file : path.all("python3")) {
      if (access.reaches(file)) {
        String print = "import sys; print('%d.%d' % sys.version_info[:2])";
        return Command.run(
                Path.of("/"), Map.of(), Duration.ofSeconds(60), file.toString(), "-c", print)
            .text();
      }
    }
    return abort("no python3 that other users reach");
  }

  private void assertRefused(String why) throws IOException {
    assertThatThrownBy(() -> packs("to").importFrom(pack, step -> {}))
        .isInstanceOf(InstallFailed.class)
        .hasMessageContaining(why);
    assertThat(directory.resolve("to/" + ENTRY)).doesNotExist();
    assertThat(names(directory.path())).doesNotContain("evil", "etc");
    if (Files.exists(directory.resolve("to"))) {
      assertThat(names(directory.resolve("to"))).allMatch(name -> name.endsWith(".lock"));
    }
    Files.deleteIfExists(pack);
  }

  private static Entry entry(FileEntry file) {
    return new Entry(ENTRY, false, "", List.of(), List.of(file), List.of());
  }

  private static PackManifest manifest(FileEntry file) {
    return manifest(entry(file));
  }

  private static PackManifest manifest(Entry entry) {
    return new PackManifest(1, PackManifest.platformHere(), List.of(entry));
  }

  private void write(PackManifest manifest, Map<String, String> files) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(Map.of("manifest.json", manifest.toJson()));
    all.putAll(files);
    writeZip(all);
  }

  private void writeZip(Map<String, String> files) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(pack))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  private ToolPacks packs(String cache) {
    return new ToolPacks(new ToolCache(directory.resolve(cache)), List.of(new Provided()));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** A tool that is a directory and nothing more. */
  private static final class Provided implements Provision {
    @Override
    public String tool() {
      return "tool";
    }

    @Override
    public Optional<ToolInstallation> find() {
      return Optional.empty();
    }

    @Override
    public List<ToolState> states() {
      return List.of(new ToolState.Unavailable("tool", "not there", ""));
    }

    @Override
    public Optional<Packable> packable() {
      return Optional.of(new Packable(ENTRY, false, Packable.NOTHING));
    }

    @Override
    public boolean canInstall() {
      return false;
    }

    @Override
    public ToolInstallation install(Consumer<String> progress) {
      throw new InstallFailed("cannot");
    }
  }
}
