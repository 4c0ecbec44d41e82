package ru.perfscale.runner.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.internal.process.Pipe;

class ReadingTest {
  @TempDir private Path directory;
  private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();

  private Pipe pipe() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return Pipe.open(fifo);
  }

  @Test
  void aFaultOfThePipeIsTold() throws Exception {
    Pipe pipe = pipe();
    Reading reading = Reading.start("perfscale-test", pipe, (bytes, from, to) -> {}, faults::add);
    pipe.close();

    assertThat(faults.poll(30, TimeUnit.SECONDS)).isNotNull();
    reading.finish();
  }

  @Test
  void aReaderThatFailsIsToldAndKeepsNobodyWaitingForRoom() throws Exception {
    Pipe pipe = pipe();
    Reading reading =
        Reading.start(
            "perfscale-test",
            pipe,
            (bytes, from, to) -> {
              throw new OutOfMemoryError("made up");
            },
            faults::add);
    pipe.write(new byte[1]);

    assertThat(faults.poll(30, TimeUnit.SECONDS)).hasMessage("made up");
    reading.finish();
  }
}
