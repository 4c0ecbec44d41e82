package ru.perfscale.agent.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import ru.perfscale.agent.protocol.ControlPlaneException.Unavailable;
import ru.perfscale.agent.protocol.Orders.Offer;
import ru.perfscale.agent.protocol.Orders.Start;
import ru.perfscale.runner.engine.DataFile.Split;
import ru.perfscale.runner.engine.Share;

/** Reads answers; one that breaks the protocol is no answer. */
final class Answers {
  private Answers() {}

  static Orders orders(JsonNode answer) {
    return read(
        answer,
        it ->
            new Orders(
                list(it, "offers", Answers::offer),
                list(it, "starts", Answers::start),
                list(it, "cancels", each -> new Claim(each.asText(), 0).assignment()),
                list(it, "drops", each -> new Claim(each.asText(), 0).assignment())));
  }

  private static Offer offer(JsonNode offer) {
    return new Offer(
        claim(offer),
        text(offer, "tool"),
        isAbsent(offer, "of") ? 1 : Math.toIntExact(integer(offer, "of")),
        list(offer, "data_files", Answers::file));
  }

  private static OfferedFile file(JsonNode file) {
    return new OfferedFile(
        text(file, "name"),
        Split.valueOf(text(file, "split").toUpperCase(Locale.ROOT)),
        integer(file, "size_bytes"),
        text(file, "sha256"));
  }

  private static Start start(JsonNode start) {
    return new Start(claim(start), millis(start, "in_millis"));
  }

  private static Claim claim(JsonNode object) {
    return new Claim(text(object, "assignment"), integer(object, "epoch"));
  }

  private static Share share(JsonNode share) {
    return new Share(
        Math.toIntExact(integer(share, "index")), Math.toIntExact(integer(share, "of")));
  }

  static Instant serverTime(JsonNode answer) {
    return read(answer, it -> Instant.parse(text(it, "server_time")));
  }

  static WorkOrder workOrder(JsonNode answer) {
    return read(
        answer,
        it ->
            new WorkOrder(
                text(it, "task_id"),
                text(it, "tool"),
                text(it, "script"),
                isAbsent(it, "users")
                    ? OptionalInt.empty()
                    : OptionalInt.of(Math.toIntExact(integer(it, "users"))),
                isAbsent(it, "duration_ms")
                    ? Optional.empty()
                    : Optional.of(millis(it, "duration_ms")),
                environment(it.path("environment")),
                millis(it, "time_limit_ms"),
                millis(it, "contact_limit_ms"),
                isAbsent(it, "share") ? Share.WHOLE : share(it.path("share"))));
  }

  static long ackedSeq(JsonNode answer) {
    return read(answer, it -> integer(it, "acked_seq"));
  }

  static String machineId(JsonNode answer) {
    return read(answer, it -> text(it, "machine_id"));
  }

  private static <T> T read(JsonNode answer, Function<JsonNode, T> reader) {
    try {
      return reader.apply(answer);
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      throw new Unavailable("An answer not of the agent protocol: " + e.getMessage());
    }
  }

  private static Map<String, String> environment(JsonNode object) {
    Map<String, String> environment = new TreeMap<>();
    object
        .properties()
        .forEach(field -> environment.put(field.getKey(), field.getValue().asText()));
    return environment;
  }

  private static <T> List<T> list(JsonNode object, String field, Function<JsonNode, T> reader) {
    List<T> values = new ArrayList<>();
    object.path(field).forEach(each -> values.add(reader.apply(each)));
    return values;
  }

  private static boolean isAbsent(JsonNode object, String field) {
    return object.path(field).isMissingNode() || object.path(field).isNull();
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is " + value.getNodeType() + ", must be text");
    }
    return value.asText();
  }

  private static long integer(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " is '" + value + "', must be an integer");
    }
    return value.asLong();
  }

  private static Duration millis(JsonNode object, String field) {
    return Duration.ofMillis(integer(object, field));
  }
}
