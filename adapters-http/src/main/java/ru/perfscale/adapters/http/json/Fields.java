package ru.perfscale.adapters.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads the fields of a JSON object and collects everything that is wrong with them. A required
 * field that is wrong reads as null, false or the least number; so what was read is only used in
 * {@link #make} and {@link #orThrow}, which do nothing when anything was wrong.
 *
 * <p>The functions that turn a value into what it means throw {@link IllegalArgumentException} with
 * what is allowed, beginning with "must be".
 */
public final class Fields {
  private final ObjectNode object;
  private final String path;
  private final Problems problems;
  private final int problemsBefore;

  public Fields(ObjectNode object) {
    this(object, "", new Problems());
  }

  private Fields(ObjectNode object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
    problemsBefore = problems.count();
  }

  /** What the field's value is, for one that may be of several types. */
  public JsonNodeType type(String name) {
    return object.path(name).getNodeType();
  }

  /** Whether the field is there, be it null. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** What fields there are. */
  public List<String> names() {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  public <T> T text(String name, Function<String, T> read) {
    JsonNode value = object.path(name);
    try {
      if (value.isTextual()) {
        return read.apply(StorableText.require(value.textValue()));
      }
      // Not even text: an empty one is refused with the words that say what is allowed.
      read.apply("");
      problems.add(path + name, value, "must be text");
    } catch (IllegalArgumentException e) {
      problems.add(path + name, value, e.getMessage());
    }
    return null;
  }

  /** As {@link #text}, but what was given is never told again, since it may be a secret. */
  public <T> T secret(String name, Function<String, T> read) {
    JsonNode value = object.path(name);
    try {
      if (value.isTextual()) {
        return read.apply(value.textValue());
      }
      read.apply("");
    } catch (IllegalArgumentException e) {
      problems.add(path + name, e.getMessage());
    }
    return null;
  }

  /**
   * An id as it was given: whatever text it is, because what can be no id is the id of nothing.
   *
   * @param allowed what it must be, for who gave no text
   */
  public String id(String name, String allowed) {
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      problems.add(path + name, value, allowed);
      return null;
    }
    return StorableText.repaired(value.textValue());
  }

  /** Empty when missing or null. */
  public <T> Optional<T> optionalText(String name, Function<String, T> read) {
    return isAbsent(name) ? Optional.empty() : Optional.ofNullable(text(name, read));
  }

  /** What a tool said, empty when missing; its characters are repaired, never refused. */
  public String spokenText(String name) {
    if (isAbsent(name)) {
      return "";
    }
    JsonNode value = object.path(name);
    if (!value.isTextual()) {
      problems.add(path + name, value, "must be text");
      return "";
    }
    return StorableText.repaired(value.textValue());
  }

  /** One of the enum's names, in lower case. */
  public <E extends Enum<E>> E oneOf(String name, Class<E> type) {
    return text(
        name,
        text -> {
          Enum<?> constant = Words.of(type).get(text);
          if (constant == null) {
            throw new IllegalArgumentException("must be one of " + names(type));
          }
          return type.cast(constant);
        });
  }

  /** Empty when missing or null. */
  public <E extends Enum<E>> Optional<E> optionalOneOf(String name, Class<E> type) {
    return isAbsent(name) ? Optional.empty() : Optional.ofNullable(oneOf(name, type));
  }

  /**
   * Empty when missing or null.
   *
   * @param check refuses 0 and the greatest int, which stand for what is no such number
   */
  public OptionalInt optionalInt(String name, IntUnaryOperator check) {
    if (isAbsent(name)) {
      return OptionalInt.empty();
    }
    JsonNode value = object.path(name);
    try {
      return OptionalInt.of(check.applyAsInt(asInt(value)));
    } catch (IllegalArgumentException e) {
      problems.add(path + name, value, e.getMessage());
      return OptionalInt.empty();
    }
  }

  /**
   * Empty when missing or null.
   *
   * @param check refuses 0, which stands for what is no number
   */
  public Optional<BigDecimal> optionalDecimal(String name, UnaryOperator<BigDecimal> check) {
    if (isAbsent(name)) {
      return Optional.empty();
    }
    JsonNode value = object.path(name);
    try {
      return Optional.of(check.apply(value.isNumber() ? value.decimalValue() : BigDecimal.ZERO));
    } catch (IllegalArgumentException e) {
      problems.add(path + name, value, e.getMessage());
      return Optional.empty();
    }
  }

  /** Empty when missing or null. */
  public OptionalLong optionalWhole(String name, long least, long most) {
    return isAbsent(name) ? OptionalLong.empty() : OptionalLong.of(whole(name, least, most));
  }

  public long whole(String name, long least, long most) {
    JsonNode value = object.path(name);
    if (value.isIntegralNumber()
        && value.canConvertToLong()
        && value.longValue() >= least
        && value.longValue() <= most) {
      return value.longValue();
    }
    problems.add(path + name, value, "must be a whole number from %d to %d".formatted(least, most));
    return least;
  }

  /** A number with or without decimals. */
  public double number(String name, double least, double most) {
    JsonNode value = object.path(name);
    if (value.isNumber()
        && value.decimalValue().compareTo(BigDecimal.valueOf(least)) >= 0
        && value.decimalValue().compareTo(BigDecimal.valueOf(most)) <= 0) {
      return value.doubleValue();
    }
    problems.add(
        path + name, value, "must be a number from %s to %s".formatted(plain(least), plain(most)));
    return least;
  }

  public boolean flag(String name) {
    JsonNode value = object.path(name);
    if (!value.isBoolean()) {
      problems.add(path + name, value, "must be true or false");
    }
    return value.booleanValue();
  }

  /** Empty when missing or null. */
  public <T> Optional<T> optionalObject(String name, Function<Fields, Optional<T>> read) {
    return isAbsent(name) ? Optional.empty() : item(path + name, object.path(name), read);
  }

  /** A list of objects; empty when missing or null. */
  public <T> List<T> objects(String name, int most, Function<Fields, Optional<T>> read) {
    List<T> items = new ArrayList<>();
    forEach(name, most, (at, value) -> item(at, value, read).ifPresent(items::add));
    return items;
  }

  /** A list of texts; empty when missing or null. */
  public List<String> texts(String name, int most) {
    List<String> items = new ArrayList<>();
    forEach(
        name,
        most,
        (at, value) -> {
          if (value.isTextual()) {
            items.add(value.textValue());
          } else {
            problems.add(at, value, "must be text");
          }
        });
    return items;
  }

  /** A list of texts, each of which means something; empty when missing or null. */
  public <T> List<T> texts(String name, int most, Function<String, T> read) {
    List<T> items = new ArrayList<>();
    forEach(
        name,
        most,
        (at, value) -> {
          try {
            items.add(read.apply(StorableText.require(value.asText(""))));
          } catch (IllegalArgumentException e) {
            problems.add(at, value, e.getMessage());
          }
        });
    return items;
  }

  /** An object whose values are texts; empty when missing or null. */
  public Map<String, String> textsByName(String name, int most) {
    Map<String, String> texts = new TreeMap<>();
    if (isAbsent(name)) {
      return texts;
    }
    if (!(object.path(name) instanceof ObjectNode inner) || inner.size() > most) {
      problems.add(
          path + name, object.path(name), "must be an object of at most " + most + " texts");
      return texts;
    }
    Fields values = new Fields(inner, path + name + ".", problems);
    inner.fieldNames().forEachRemaining(key -> texts.put(key, values.text(key, text -> text)));
    return texts;
  }

  /** As {@link #texts}, of what a tool said. */
  public List<String> spokenTexts(String name, int most) {
    return texts(name, most).stream().map(StorableText::repaired).toList();
  }

  /** Notes that the field's value is wrong although it could be read. */
  public void refuse(String name, String allowed) {
    problems.add(path + name, object.path(name), allowed);
  }

  /** Makes something of what was read, unless anything of this object was wrong. */
  public <T> Optional<T> make(Supplier<T> made) {
    if (problems.count() > problemsBefore) {
      return Optional.empty();
    }
    try {
      return Optional.of(made.get());
    } catch (IllegalArgumentException e) {
      problems.add(path.isEmpty() ? "body" : path.substring(0, path.length() - 1), e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Makes something of what was read.
   *
   * @throws ru.perfscale.domain.Refusal.Invalid when anything was wrong, naming all of it
   */
  public <T> T orThrow(Supplier<T> made) {
    Optional<T> result = make(made);
    problems.throwIfAny();
    return result.orElseThrow();
  }

  private boolean isAbsent(String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull();
  }

  private <T> Optional<T> item(String at, JsonNode value, Function<Fields, Optional<T>> read) {
    if (value instanceof ObjectNode inner) {
      return read.apply(new Fields(inner, at + ".", problems));
    }
    problems.add(at, value, "must be an object");
    return Optional.empty();
  }

  private void forEach(String name, int most, BiConsumer<String, JsonNode> each) {
    if (isAbsent(name)) {
      return;
    }
    JsonNode value = object.path(name);
    if (!value.isArray()) {
      problems.add(path + name, value, "must be a list");
    } else if (value.size() > most) {
      problems.add(path + name, "has " + value.size() + " elements, must have at most " + most);
    } else {
      for (int i = 0; i < value.size(); i++) {
        each.accept(path + name + "[" + i + "]", value.get(i));
      }
    }
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static int asInt(JsonNode value) {
    if (!value.isNumber() || !value.canConvertToExactIntegral()) {
      return 0;
    }
    return value.canConvertToInt() ? value.intValue() : Integer.MAX_VALUE;
  }

  private static <E extends Enum<E>> String names(Class<E> type) {
    return String.join(", ", Words.of(type).keySet());
  }
}
