package ru.perfscale.agent.journal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ru.perfscale.runner.engine.GeneratorHealth;
import ru.perfscale.runner.engine.Kind;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Measure;
import ru.perfscale.runner.engine.Outcome;
import ru.perfscale.runner.engine.Phase;
import ru.perfscale.runner.engine.SecondSnapshot;
import ru.perfscale.runner.engine.Series;

/**
 * A snapshot in bytes. Kinds and the like are numbers in the order of their declaration: a new one
 * goes to the end of its enum, anything else is a new version of the file.
 */
final class SnapshotCodec {
  private static final Kind[] KINDS = Kind.values();
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final Phase[] PHASES = Phase.values();
  private static final Measure[] MEASURES = Measure.values();

  private SnapshotCodec() {}

  static void write(DataOutput out, SecondSnapshot snapshot) throws IOException {
    out.writeLong(snapshot.second());
    out.writeInt(snapshot.users().orElse(-1));
    out.writeLong(snapshot.late());
    out.writeLong(snapshot.skewed());
    out.writeBoolean(snapshot.health().isPresent());
    if (snapshot.health().isPresent()) {
      write(out, snapshot.health().get());
    }
    out.writeInt(snapshot.series().size());
    for (LatencySnapshot series : snapshot.series()) {
      write(out, series);
    }
  }

  static SecondSnapshot read(DataInput in) throws IOException {
    long second = in.readLong();
    int users = in.readInt();
    long late = in.readLong();
    long skewed = in.readLong();
    Optional<GeneratorHealth> health =
        in.readBoolean() ? Optional.of(readHealth(in)) : Optional.empty();
    int count = in.readInt();
    List<LatencySnapshot> series = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      series.add(readSeries(in));
    }
    return new SecondSnapshot(
        second,
        series,
        users < 0 ? OptionalInt.empty() : OptionalInt.of(users),
        late,
        skewed,
        health);
  }

  private static void write(DataOutput out, GeneratorHealth health) throws IOException {
    out.writeDouble(health.toolCores());
    out.writeDouble(health.machineCpu());
    out.writeDouble(health.steal());
    out.writeLong(health.toolMemoryBytes());
    out.writeLong(health.availableMemoryBytes());
    out.writeInt(health.runQueue());
    out.writeLong(health.stall().toNanos());
    out.writeLong(health.backlogBytes());
  }

  private static GeneratorHealth readHealth(DataInput in) throws IOException {
    return new GeneratorHealth(
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        in.readLong(),
        in.readLong(),
        in.readInt(),
        Duration.ofNanos(in.readLong()),
        in.readLong());
  }

  private static void write(DataOutput out, LatencySnapshot snapshot) throws IOException {
    Series series = snapshot.series();
    out.writeUTF(series.label());
    out.writeByte(series.kind().ordinal());
    out.writeByte(series.outcome().ordinal());
    out.writeByte(series.phase().ordinal());
    out.writeByte(series.measure().ordinal());
    out.writeLong(snapshot.count());
    out.writeLong(snapshot.untimed());
    out.writeLong(snapshot.sumNanos());
    out.writeLong(snapshot.minNanos());
    out.writeLong(snapshot.maxNanos());
    out.writeLong(snapshot.firstStartNanos());
    out.writeLong(snapshot.lastEndNanos());
    out.writeInt(snapshot.histogram().length);
    out.write(snapshot.histogram());
  }

  private static LatencySnapshot readSeries(DataInput in) throws IOException {
    Series series =
        new Series(
            in.readUTF(),
            KINDS[in.readByte()],
            OUTCOMES[in.readByte()],
            PHASES[in.readByte()],
            MEASURES[in.readByte()]);
    return new LatencySnapshot(
        series,
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        in.readLong(),
        bytes(in, in.readInt()));
  }

  private static byte[] bytes(DataInput in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
