package ru.perfscale.hooks.jmeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import ru.perfscale.hooks.samples.Frames;

/** A plan in a JVM of its own, started as the engine does it, with a reader on its pipe. */
final class LaunchedPlan implements AutoCloseable {
  private static final Path BUILD = TestHome.BUILD;

  private final Process process;
  private final RandomAccessFile writeEnd;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final CompletableFuture<Void> reader;
  private final Path stderr;
  private final Path stdout;

  LaunchedPlan(Path directory, String plan, Map<String, String> environment) throws Exception {
    Path file = Files.writeString(directory.resolve("plan.jmx"), plan);
    Path pipe = directory.resolve("samples");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // Held open here, the pipe opens at once for both sides, and ends when this end is closed.
    writeEnd = new RandomAccessFile(pipe.toFile(), "rw");
    FileInputStream readEnd = new FileInputStream(pipe.toFile());
    reader = CompletableFuture.runAsync(() -> drain(readEnd), Thread.ofPlatform()::start);
    stderr = directory.resolve("stderr");
    stdout = directory.resolve("stdout");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + directory,
                "-cp",
                BUILD.resolve("jmeter/lib")
                    + "/*"
                    + File.pathSeparator
                    + BUILD.resolve("jmeter-hook.jar"),
                "ru.perfscale.hooks.jmeter.Launcher",
                BUILD.resolve("jmeter").toString(),
                file.toString()));
    builder.directory(directory.toFile());
    builder.environment().put("PERFSCALE_SAMPLES", pipe.toString());
    builder.environment().putAll(environment);
    builder.redirectError(stderr.toFile()).redirectOutput(stdout.toFile());
    process = builder.start();
  }

  private void drain(FileInputStream readEnd) {
    try (readEnd) {
      byte[] buffer = new byte[65_536];
      for (int read = readEnd.read(buffer); read >= 0; read = readEnd.read(buffer)) {
        synchronized (received) {
          received.write(buffer, 0, read);
          received.notifyAll();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns once the run has sent at least so many bytes. */
  void awaitBytes(int atLeast) throws InterruptedException {
    synchronized (received) {
      while (received.size() < atLeast) {
        received.wait(60_000);
        assertThat(process.isAlive()).as(this::stderr).isTrue();
      }
    }
  }

  void closeStdin() throws IOException {
    process.getOutputStream().close();
  }

  void stop() throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write("stop\n".getBytes(StandardCharsets.UTF_8));
    stdin.flush();
  }

  int exit() throws Exception {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(this::stderr).isTrue();
    writeEnd.close();
    reader.get(10, TimeUnit.SECONDS);
    assertThat(stdout).isEmptyFile();
    return process.exitValue();
  }

  /** What was received by the end of a run that must have gone well. */
  Frames frames() throws Exception {
    assertThat(exit()).as(this::stderr).isZero();
    Frames frames = Frames.parse(received.toByteArray());
    assertThat(frames.declared()).isEqualTo(frames.samples().size());
    return frames;
  }

  String stderr() {
    try {
      return Files.readString(stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    writeEnd.close();
  }
}
