package ru.perfscale.agent.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import ru.perfscale.agent.protocol.Frame;
import ru.perfscale.runner.engine.LatencySnapshot;

/** What the journals of an agent that is not there hold, counted without changing them. */
public record Held(int frames, Map<String, Long> counts) {
  /** Samples of frames that are not acknowledged, by {@code label outcome}. */
  public static Held in(Path directory) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    int frames = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.journal")) {
      for (Path each : files) {
        Contents.Records records = (Contents.Records) Contents.of(each);
        JournalFile file = JournalFile.open(each, records.end());
        for (Entry entry : records.frames()) {
          Frame frame = Body.readFrame(file.read((Entry.OnDisk) entry.place()));
          frames++;
          for (LatencySnapshot series : frame.content().series()) {
            String outcome = series.series().outcome().name().toLowerCase(Locale.ROOT);
            counts.merge(series.series().label() + " " + outcome, series.count(), Long::sum);
          }
        }
        file.close();
      }
    }
    return new Held(frames, counts);
  }
}
