package ru.perfscale.adapters.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names and their values as they stand in a {@code jsonb} column. */
public final class TextMapJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TextMapJson() {}

  public static String write(Map<String, String> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Text can always be written", e);
    }
  }

  public static SortedMap<String, String> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not an object of texts: " + json, e);
    }
  }
}
