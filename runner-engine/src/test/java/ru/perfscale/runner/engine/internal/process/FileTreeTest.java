package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  @TempDir private Path directory;

  private static void lock(Path path) throws Exception {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
  }

  @Test
  void lockedDirectoriesWithinLockedDirectoriesAreDeleted() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree/a/b/c"));
    Files.createFile(tree.resolve("file"));
    for (String each : List.of("tree/a/b/c", "tree/a/b", "tree/a")) {
      lock(directory.resolve(each));
    }

    FileTree.delete(directory.resolve("tree"));

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aLinkIsDeletedAndNotWhatItPointsTo() throws Exception {
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Files.createFile(kept.resolve("file"));
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.createSymbolicLink(tree.resolve("link"), kept);

    FileTree.delete(tree);

    assertThat(tree).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void aTreeDeeperThanAnyPathIsDeleted() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    String name = "d".repeat(200);
    Command made =
        Command.run(
            List.of(
                "bash",
                "-c",
                "cd \"$0\"; for i in {1..40}; do mkdir $1; cd -P ./$1 2>/dev/null; done; pwd -P | wc -c",
                tree.toString(),
                name));
    assertThat(Integer.parseInt(made.output())).isGreaterThan(4_096);

    FileTree.delete(tree);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void whatIsNotThereIsDeletedAlready() throws Exception {
    FileTree.delete(directory.resolve("nothing"));
  }

  @Test
  void smallFilesCountAsBlocks() throws Exception {
    Files.write(directory.resolve("big"), new byte[100_000]);
    Files.createFile(Files.createDirectory(directory.resolve("below")).resolve("empty"));

    assertThat(FileTree.bytes(directory, () -> false)).isEqualTo(100_000 + 3 * 4_096);
  }
}
