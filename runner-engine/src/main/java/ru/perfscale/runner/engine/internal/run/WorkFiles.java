package ru.perfscale.runner.engine.internal.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import ru.perfscale.runner.engine.DataFile;
import ru.perfscale.runner.engine.DataFile.Split;
import ru.perfscale.runner.engine.RunSpec;
import ru.perfscale.runner.engine.Share;
import ru.perfscale.runner.engine.StartFailed;

/** Puts a run's data files into its work directory, each share with its lines. */
final class WorkFiles {
  private WorkFiles() {}

  static void place(RunSpec spec, Path directory) {
    for (DataFile file : spec.dataFiles()) {
      Path target = directory.resolve(file.name());
      try {
        Files.createDirectories(target.getParent());
        if (file.split() == Split.WHOLE || spec.share().isWhole()) {
          Files.copy(file.source(), target);
        } else {
          Files.createFile(target);
          divide(file, spec.share(), target);
        }
      } catch (FileAlreadyExistsException e) {
        throw new StartFailed(
            "The data file '"
                + file.name()
                + "' has the name of a file that "
                + spec.tool()
                + " needs itself; give it another name",
            e);
      } catch (IOException e) {
        throw new StartFailed(
            "Cannot copy the data file '" + file.name() + "' from " + file.source() + ": " + e, e);
      }
    }
  }

  private static void divide(DataFile file, Share share, Path target) throws IOException {
    // Line 0 is the header, if there is one; lines then count from 1 as shares do.
    long line = file.split() == Split.DIVIDED_AFTER_HEADER ? 0 : 1;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file.source()), 1 << 16);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (line == 0 || line % share.of() == share.index() % share.of()) {
          out.write(next);
        }
        if (next == '\n') {
          line++;
        }
      }
    }
  }
}
