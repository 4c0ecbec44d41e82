package ru.perfscale.adapters.http.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import ru.perfscale.adapters.http.json.Fields;

/** Reads the body of a request as one JSON object, within bounds of size, depth and time. */
public final class JsonBody {
  /** What a person may send: a script of 1 MiB, even if an escape of six bytes stands for each. */
  public static final int MOST_BYTES = 7 << 20;

  private static final Duration TIME_TO_ARRIVE = Duration.ofSeconds(60);
  private static final int MOST_DRAINED_BYTES = 16 << 20;
  private static final int DEEPEST_NESTING = 32;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST_NESTING)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(JsonNode.class);

  /** What Jackson says of its settings, classes and sources is no help to a client. */
  private static final Pattern JACKSONS_OWN =
      Pattern.compile(
          ", from `[^`]*`"
              + "|: enable `[^`]*` to allow"
              + "| \\(start marker at \\[Source:.*"
              + "| \\(bound as `[^`]*`\\): not allowed as per `[^`]*`");

  private JsonBody() {}

  /** The fields of the object in the body. */
  public static Fields fields(Context ctx) {
    return new Fields(object(ctx, MOST_BYTES));
  }

  public static ObjectNode object(Context ctx, int mostBytes) {
    requireJson(ctx);
    return parse(read(ctx, mostBytes));
  }

  private static void requireJson(Context ctx) {
    String type = ctx.req().getContentType();
    String[] parts = type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";");
    if (!parts[0].strip().equals("application/json")) {
      throw Rejected.unsupportedMediaType(
          "Send the body as Content-Type: application/json, not " + (type == null ? "none" : type));
    }
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").strip();
      if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
        throw Rejected.unsupportedMediaType("JSON is UTF-8, not " + type);
      }
    }
    if (ctx.header("Content-Encoding") != null) {
      throw Rejected.unsupportedMediaType(
          "Send the body as it is, not with Content-Encoding: " + ctx.header("Content-Encoding"));
    }
  }

  private static byte[] read(Context ctx, int mostBytes) {
    long deadline = System.nanoTime() + TIME_TO_ARRIVE.toNanos();
    try {
      InputStream in = ctx.req().getInputStream();
      long announced = ctx.req().getContentLengthLong();
      ByteArrayOutputStream body = new ByteArrayOutputStream(announced > 0 ? 8192 : 512);
      byte[] chunk = new byte[8192];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (announced > mostBytes || body.size() + n > mostBytes) {
          drain(in, mostBytes + MOST_DRAINED_BYTES, deadline);
          throw Rejected.tooLarge(mostBytes);
        }
        body.write(chunk, 0, n);
        requireInTime(deadline);
      }
      return body.toByteArray();
    } catch (IOException e) {
      throw Rejected.malformed("The body did not arrive: " + e.getMessage());
    }
  }

  /** A client that still sends would not read the answer, so what is left is taken, in bounds. */
  private static void drain(InputStream in, int mostBytes, long deadline) throws IOException {
    byte[] chunk = new byte[8192];
    int drained = 0;
    for (int n = in.read(chunk); n >= 0 && drained < mostBytes; n = in.read(chunk)) {
      drained += n;
      requireInTime(deadline);
    }
  }

  private static void requireInTime(long deadline) {
    if (System.nanoTime() - deadline > 0) {
      throw Rejected.malformed(
          "The body did not arrive within " + TIME_TO_ARRIVE.toSeconds() + " s");
    }
  }

  private static ObjectNode parse(byte[] body) {
    if (body.length == 0) {
      throw Rejected.malformed("The body is empty; it must be a JSON object");
    }
    try (JsonParser parser = READER.createParser(body)) {
      return parse(parser);
    } catch (IOException e) {
      throw Rejected.malformed("The body is not JSON in UTF-8: " + e.getMessage());
    }
  }

  private static ObjectNode parse(JsonParser parser) throws IOException {
    try {
      JsonNode root = READER.readValue(parser);
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw Rejected.malformed("The body must be a JSON object such as {\"name\": \"value\"}");
    } catch (JsonProcessingException e) {
      // What breaks a bound has no location of its own.
      JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      throw Rejected.malformed(
          "The body is not the JSON it should be at line %d, column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), why(e)));
    }
  }

  private static String why(JsonProcessingException e) {
    String oneLine = JACKSONS_OWN.matcher(e.getOriginalMessage().replace('\n', ' ')).replaceAll("");
    return oneLine.length() <= 200 ? oneLine : oneLine.substring(0, 200) + "…";
  }
}
