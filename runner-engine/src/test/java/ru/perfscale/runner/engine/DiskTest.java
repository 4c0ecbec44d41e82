package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.TestEngine.command;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.tool.ToolFinder;

/** What a run may write, and what becomes of it where there is no room. */
class DiskTest {
  private static final ToolFinder NO_TOOLS =
      tool -> {
        throw new ToolMissing(tool, tool + " is not installed here");
      };

  private static RunResult run(String script) throws Exception {
    try (TestEngine engine = new TestEngine(NO_TOOLS, builder -> builder.diskLimit(1 << 20))) {
      return engine.run(command("echo '1 ok x' > $PERFSCALE_SAMPLES\n" + script));
    }
  }

  @Test
  void manyFilesThatTogetherTakeTooMuchEndTheRun() throws Exception {
    RunResult result = run("for i in $(seq 40); do head -c 50000 /dev/zero > $i; done; sleep 600");

    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.message())
        .matches("The run's files take \\d+ MB, more than its disk limit of 1 MB; let .*");
    assertThat(result.stop().askedAt()).isPresent();
    assertThat(result.stop().nothingLeft()).isTrue();
    assertThat(result.counts().samples()).isEqualTo(1);
  }

  @Test
  void noSingleFileGrowsBeyondTheLimit() throws Exception {
    RunResult result =
        run(
            "exec 2>/dev/null; head -c 5000000 /dev/zero > big; code=$?; stat -c %s big >&1; exit $code");

    assertThat(result.log().text()).isEqualTo("1048576\n");
    assertThat(result.end()).isEqualTo(End.FAILED);
    assertThat(result.exitCode()).hasValue(128 + 25);
    assertThat(result.message()).contains("more than its disk limit of 1 MB");
    assertThat(result.counts().samples()).isEqualTo(1);
  }

  @Test
  void aDiskLimitThatNoToolCouldLiveWithIsRefused() {
    assertThatThrownBy(() -> LoadEngine.builder().diskLimit(1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("diskLimit is 1000 bytes, must be 1048576 (1 MiB) or more");
  }

  /** Runs a script that fills a file system of 80 MB, and prints what became of it. */
  static final class Filling {
    public static void main(String[] args) throws Exception {
      Path work = Path.of(args[0]);
      try (LoadEngine engine =
          LoadEngine.builder().workDirectory(work.resolve("runs")).tools(NO_TOOLS).build()) {
        Run run = engine.start(RunSpec.builder("custom", args[1]).build(), second -> {});
        RunResult result = run.result().get(60, TimeUnit.SECONDS);
        System.out.println(
            result.end() + " " + result.counts().samples() + " " + result.message().strip());
        Files.write(work.resolve("rest"), new byte[30_000_000]);
        try {
          engine.start(RunSpec.builder("custom", "true").build(), second -> {});
        } catch (StartFailed e) {
          System.out.println("refused: " + e.getMessage());
        }
      }
    }
  }

  @Test
  void aFullFileSystemEndsTheRunAndLosesNoSample(@TempDir Path mountPoint) throws Exception {
    if (!Processes.isRoot()) {
      System.out.println("Not run on this machine: only root mounts a small file system");
      return;
    }
    Files.setPosixFilePermissions(mountPoint, PosixFilePermissions.fromString("rwxr-xr-x"));
    String script =
        """
        exec 3> "$PERFSCALE_SAMPLES"
        for i in $(seq 1000); do echo "1 ok before" >&3; done
        cat /dev/zero > big 2>/dev/null
        for i in $(seq 1000); do echo "1 ok after" >&3; done
        sleep 600
        """;
    // In a mount namespace of its own: nothing of it is seen, or left, outside.
    String mount = "mount -t tmpfs -o size=80m,mode=755 none \"$0\" && exec \"$@\"";
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process jvm =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--mount",
                    "--",
                    "sh",
                    "-c",
                    mount,
                    mountPoint.toString(),
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    Filling.class.getName(),
                    mountPoint.toString(),
                    script))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = jvm.inputReader()) {
      List<String> said = lines.lines().toList();

      assertThat(said).hasSize(2);
      assertThat(said.get(0))
          .startsWith("FAILED 2000 The file system of the work directory " + mountPoint)
          .contains("/runs has only 0 MB left, and a run needs 64 MB; free some space");
      assertThat(said.get(1)).startsWith("refused: The file system of the work directory");
    } finally {
      jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }
}
