package ru.perfscale.agent.protocol;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import ru.perfscale.runner.engine.LatencyMeaning;
import ru.perfscale.runner.engine.LatencySnapshot;
import ru.perfscale.runner.engine.Series;
import ru.perfscale.runner.engine.StopReport;

/** JSON by hand: what is written is what the protocol's document says, in its order. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator out) throws IOException;
  }

  private Json() {}

  static byte[] object(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = MAPPER.createGenerator(bytes)) {
      out.writeStartObject();
      fields.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Empty when it is anything but one JSON object. */
  static Optional<JsonNode> object(byte[] text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What the envelope {@code {error, message}} says; empty when it is no such envelope. */
  static Optional<String> errorMessage(JsonNode answer) {
    return answer.path("error").isTextual() && answer.path("message").isTextual()
        ? Optional.of(answer.path("message").asText())
        : Optional.empty();
  }

  static void writeFrame(JsonGenerator out, Frame frame) throws IOException {
    out.writeStartObject();
    out.writeNumberField("seq", frame.seq());
    out.writeNumberField("second", frame.content().second());
    if (frame.span() != 1) {
      out.writeNumberField("span", frame.span());
    }
    if (frame.content().users().isPresent()) {
      out.writeNumberField("users", frame.content().users().getAsInt());
    } else {
      out.writeNullField("users");
    }
    out.writeNumberField("late", frame.content().late());
    out.writeNumberField("skewed", frame.content().skewed());
    EvidenceJson.writeHealth(out, frame.content().health());
    out.writeArrayFieldStart("intervals");
    for (LatencySnapshot interval : frame.content().series()) {
      writeInterval(out, interval);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeInterval(JsonGenerator out, LatencySnapshot interval)
      throws IOException {
    boolean timed = interval.count() > interval.untimed();
    out.writeStartObject();
    writeSeries(out, interval.series());
    out.writeNumberField("count", interval.count());
    out.writeNumberField("untimed", interval.untimed());
    out.writeNumberField("sum_nanos", interval.sumNanos());
    if (timed) {
      out.writeNumberField("min_nanos", interval.minNanos());
    } else {
      out.writeNullField("min_nanos");
    }
    out.writeNumberField("max_nanos", interval.maxNanos());
    out.writeNumberField("first_start_nanos", interval.firstStartNanos());
    out.writeNumberField("last_end_nanos", interval.lastEndNanos());
    out.writeFieldName("histogram");
    byte[] histogram = timed ? interval.histogram() : new byte[0];
    out.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, histogram, 0, histogram.length);
    out.writeEndObject();
  }

  private static void writeSeries(JsonGenerator out, Series series) throws IOException {
    out.writeStringField("label", series.label());
    out.writeStringField("kind", lowerCase(series.kind()));
    out.writeStringField("outcome", lowerCase(series.outcome()));
    out.writeStringField("phase", lowerCase(series.phase()));
    out.writeStringField("measure", lowerCase(series.measure()));
  }

  static void writeReport(JsonGenerator out, FinishReport report, long lastSeq) throws IOException {
    out.writeStringField("end", report.end().onTheWire());
    out.writeStringField("message", report.message());
    out.writeBooleanField("judges_errors", report.judgesErrors());
    if (report.latency().isPresent()) {
      writeLatency(out, report.latency().get());
    } else {
      out.writeNullField("latency");
    }
    out.writeNumberField("last_seq", lastSeq);
    out.writeArrayFieldStart("counts");
    for (LatencySnapshot total : report.totals()) {
      out.writeStartObject();
      writeSeries(out, total.series());
      out.writeNumberField("count", total.count());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeStringField("log_tail", report.logTail());
    if (report.stop().isPresent()) {
      writeStop(out, report.stop().get());
    } else {
      out.writeNullField("stop");
    }
    EvidenceJson.write(out, report.evidence());
  }

  static void writeLatency(JsonGenerator out, LatencyMeaning latency) throws IOException {
    out.writeObjectFieldStart("latency");
    out.writeStringField("meaning", latency.meaning());
    out.writeNumberField("resolution_nanos", latency.resolution().toNanos());
    out.writeEndObject();
  }

  private static void writeStop(JsonGenerator out, StopReport stop) throws IOException {
    out.writeObjectFieldStart("stop");
    out.writeStringField("means", lowerCase(stop.means()));
    if (stop.askedAt().isPresent()) {
      out.writeStringField("asked_at", stop.askedAt().get().toString());
    } else {
      out.writeNullField("asked_at");
    }
    out.writeStringField("load_ended_at", stop.loadEndedAt().toString());
    out.writeNumberField("killed", stop.killed());
    out.writeBooleanField("nothing_left", stop.nothingLeft());
    out.writeEndObject();
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
