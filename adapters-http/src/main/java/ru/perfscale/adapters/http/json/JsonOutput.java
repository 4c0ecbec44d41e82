package ru.perfscale.adapters.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes JSON member by member, in our form: what is not there is null, numbers have no needless
 * decimals and no exponent, instants are RFC 3339 in UTC with at most milliseconds. A stream that
 * does not take what is written throws {@link UncheckedIOException}.
 */
public final class JsonOutput implements AutoCloseable {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .build();

  private final JsonGenerator generator;

  private JsonOutput(OutputStream out) throws IOException {
    generator = FACTORY.createGenerator(out);
  }

  /** One object, with the members that {@code members} writes. */
  public static byte[] object(Consumer<JsonOutput> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonOutput json = to(bytes)) {
      json.element(members);
    }
    return bytes.toByteArray();
  }

  /** Writes to a stream; closing closes the stream, and leaves open what was not ended. */
  public static JsonOutput to(OutputStream out) {
    try {
      return new JsonOutput(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void startArray() {
    write(generator::writeStartArray);
  }

  public void endArray() {
    write(generator::writeEndArray);
  }

  /** An object without a name: the whole document, or an element of an array. */
  public void element(Consumer<JsonOutput> members) {
    write(generator::writeStartObject);
    members.accept(this);
    write(generator::writeEndObject);
  }

  public JsonOutput text(String name, String value) {
    return write(() -> generator.writeStringField(name, value));
  }

  public JsonOutput text(String name, Optional<String> value) {
    return value.map(text -> text(name, text)).orElseGet(() -> none(name));
  }

  public JsonOutput number(String name, long value) {
    return write(() -> generator.writeNumberField(name, value));
  }

  public JsonOutput number(String name, OptionalInt value) {
    return value.isPresent() ? number(name, value.getAsInt()) : none(name);
  }

  public JsonOutput number(String name, OptionalLong value) {
    return value.isPresent() ? number(name, value.getAsLong()) : none(name);
  }

  public JsonOutput number(String name, OptionalDouble value) {
    return value.isPresent()
        ? number(name, Optional.of(BigDecimal.valueOf(value.getAsDouble())))
        : none(name);
  }

  public JsonOutput number(String name, Optional<BigDecimal> value) {
    return value
        .map(BigDecimal::stripTrailingZeros)
        .map(plain -> write(() -> generator.writeNumberField(name, plain)))
        .orElseGet(() -> none(name));
  }

  public JsonOutput flag(String name, boolean value) {
    return write(() -> generator.writeBooleanField(name, value));
  }

  public JsonOutput flag(String name, Optional<Boolean> value) {
    return value.map(flag -> flag(name, flag)).orElseGet(() -> none(name));
  }

  public JsonOutput time(String name, Instant value) {
    return text(name, value.truncatedTo(ChronoUnit.MILLIS).toString());
  }

  public JsonOutput time(String name, Optional<Instant> value) {
    return value.map(instant -> time(name, instant)).orElseGet(() -> none(name));
  }

  public JsonOutput none(String name) {
    return write(() -> generator.writeNullField(name));
  }

  public JsonOutput texts(String name, Collection<?> values) {
    write(() -> generator.writeArrayFieldStart(name));
    values.forEach(value -> write(() -> generator.writeString(value.toString())));
    return write(generator::writeEndArray);
  }

  public <T> JsonOutput objects(
      String name, Collection<T> values, BiConsumer<JsonOutput, T> members) {
    write(() -> generator.writeArrayFieldStart(name));
    values.forEach(value -> element(json -> members.accept(json, value)));
    return write(generator::writeEndArray);
  }

  public <T> JsonOutput object(String name, Optional<T> value, BiConsumer<JsonOutput, T> members) {
    if (value.isEmpty()) {
      return none(name);
    }
    write(() -> generator.writeFieldName(name));
    element(json -> members.accept(json, value.get()));
    return this;
  }

  @Override
  public void close() {
    write(generator::close);
  }

  private interface Writing {
    void write() throws IOException;
  }

  private JsonOutput write(Writing writing) {
    try {
      writing.write();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
