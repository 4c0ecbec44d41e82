package ru.perfscale.adapters.http.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.adapters.http.json.JsonOutput;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.DataFile;
import ru.perfscale.domain.loadtest.DataFile.Split;

/** Data files on the wire: with their content when they are given, without it when shown. */
public final class DataFilesJson {
  private static final String NAME = "data_files";
  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]");

  /** Files that came with their contents. */
  record Upload(List<DataFile> files, List<DataContent> contents) {}

  private record Uploaded(DataFile file, DataContent content) {}

  private DataFilesJson() {}

  /** None when missing or null. */
  static Upload read(Fields fields) {
    List<Uploaded> read = new ArrayList<>();
    fields.objects(NAME, DataFile.MOST_FILES, file -> read(file, read));
    return new Upload(
        read.stream().map(Uploaded::file).toList(), read.stream().map(Uploaded::content).toList());
  }

  /** Adds one more, if it may be beside the others. */
  private static Optional<Uploaded> read(Fields fields, List<Uploaded> others) {
    String name = fields.text("name", DataFile::checkName);
    Split split = fields.optionalOneOf("split", Split.class).orElse(Split.WHOLE);
    boolean isText = fields.has("content");
    if (isText && fields.has("content_base64")) {
      fields.refuse("content_base64", "must be left out where there is content");
    }
    String field = isText ? "content" : "content_base64";
    byte[] bytes = fields.text(field, isText ? DataFilesJson::utf8 : DataFilesJson::decoded);
    if (bytes == null || name == null) {
      return Optional.empty();
    }
    int before = others.stream().mapToInt(other -> other.file().bytes()).sum();
    if (bytes.length > DataFile.MOST_BYTES - before) {
      fields.refuse(
          field,
          "has %d bytes, must have at most 5 MiB with the files before".formatted(bytes.length));
      return Optional.empty();
    }
    DataContent content = new DataContent(bytes);
    DataFile file = content.as(name, split);
    if (others.stream().map(Uploaded::file).anyMatch(file::isInTheWayOf)) {
      fields.refuse("name", "must be no name, and no directory, of a file before");
    }
    Optional<Uploaded> made = fields.make(() -> new Uploaded(file, content));
    made.ifPresent(others::add);
    return made;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(LINE_BREAKS.matcher(text).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be Base64", e);
    }
  }

  public static void write(JsonOutput json, List<DataFile> files) {
    json.objects(
        NAME,
        files,
        (item, file) ->
            item.text("name", file.name())
                .text("split", file.split().wireName())
                .number("size_bytes", file.bytes())
                .text("sha256", file.sha256()));
  }
}
