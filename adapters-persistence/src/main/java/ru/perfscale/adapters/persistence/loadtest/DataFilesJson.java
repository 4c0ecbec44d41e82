package ru.perfscale.adapters.persistence.loadtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.loadtest.DataFile.Split;

/**
 * Data files as they are stored with a test and with its tasks, without their contents: {@code
 * [{"name": …, "split": …, "sha256": …, "bytes": …}]}, null for none.
 */
public final class DataFilesJson {
  private static final JsonMapper JSON = new JsonMapper();

  private DataFilesJson() {}

  public static String write(List<DataFile> files) {
    if (files.isEmpty()) {
      return null;
    }
    ArrayNode array = JSON.createArrayNode();
    for (DataFile file : files) {
      array
          .addObject()
          .put("name", file.name())
          .put("split", file.split().wireName())
          .put("sha256", file.sha256())
          .put("bytes", file.bytes());
    }
    return array.toString();
  }

  public static List<DataFile> read(String json) {
    if (json == null) {
      return List.of();
    }
    try {
      List<DataFile> files = new ArrayList<>();
      for (JsonNode file : JSON.readTree(json)) {
        files.add(
            new DataFile(
                file.get("name").textValue(),
                Split.valueOf(file.get("split").textValue().toUpperCase(Locale.ROOT)),
                file.get("sha256").textValue(),
                file.get("bytes").intValue()));
      }
      return files;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The stored data files are not JSON: " + json, e);
    }
  }
}
