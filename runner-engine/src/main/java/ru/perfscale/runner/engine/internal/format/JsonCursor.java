package ru.perfscale.runner.engine.internal.format;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON object in a line of bytes without making objects. A string with escapes is
 * written out behind the line, so that {@link #from} and {@link #to} are always places in {@link
 * #bytes}.
 */
final class JsonCursor {
  /** What is not JSON, or more of it than fits. */
  static final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJson() {
      super("not JSON", null, false, false);
    }
  }

  private static final NotJson NOT_JSON = new NotJson();

  private final byte[] copy;
  private byte[] bytes;
  private int at;
  private int end;
  private int from;
  private int to;

  /** Where in the copy the next string with escapes goes. */
  private int free;

  JsonCursor(int maxLine) {
    copy = new byte[2 * maxLine];
  }

  void start(byte[] line, int lineFrom, int lineTo) {
    bytes = line;
    at = lineFrom;
    end = lineTo;
    for (int i = lineFrom; i < lineTo; i++) {
      if (line[i] == '\\') {
        System.arraycopy(line, lineFrom, copy, 0, lineTo - lineFrom);
        bytes = copy;
        at = 0;
        end = lineTo - lineFrom;
        free = end;
        return;
      }
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the last string or value is. */
  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Goes over a character that must come now. */
  void expect(char wanted) {
    if (!next(wanted)) {
      throw NOT_JSON;
    }
  }

  /** Goes over a character if it comes now. */
  boolean next(char wanted) {
    skipSpace();
    if (at < end && bytes[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  boolean atEnd() {
    skipSpace();
    return at == end;
  }

  private void skipSpace() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  /** Reads a string, or any other value as its text; an object or array is passed over whole. */
  void value() {
    skipSpace();
    if (at < end && bytes[at] == '"') {
      string();
    } else if (at < end && (bytes[at] == '{' || bytes[at] == '[')) {
      nested();
    } else {
      literal();
    }
  }

  void string() {
    expect('"');
    from = at;
    boolean escaped = false;
    while (at < end && bytes[at] != '"') {
      escaped |= bytes[at] == '\\';
      at += bytes[at] == '\\' ? 2 : 1;
    }
    if (at >= end) {
      throw NOT_JSON;
    }
    to = at++;
    if (escaped) {
      unescape();
    }
  }

  private void literal() {
    from = at;
    while (at < end && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') {
      at++;
    }
    to = at;
    if (from == to) {
      throw NOT_JSON;
    }
  }

  private void nested() {
    int start = at;
    int depth = 0;
    do {
      if (at >= end) {
        throw NOT_JSON;
      }
      byte next = bytes[at];
      if (next == '"') {
        string();
      } else {
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
        at++;
      }
    } while (depth > 0);
    from = start;
    to = at;
  }

  private void unescape() {
    int start = free;
    int next = from;
    while (next < to) {
      byte read = bytes[next++];
      if (read == '\\') {
        byte kind = bytes[next++];
        if (kind == 'u') {
          next = unicode(next);
          continue;
        }
        read = plain(kind);
      }
      copy[free++] = read;
    }
    from = start;
    to = free;
  }

  private static byte plain(byte escape) {
    return switch (escape) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> escape;
      default -> throw NOT_JSON;
    };
  }

  /** Two escapes that are a surrogate pair are one character. */
  private int unicode(int first) {
    char high = hex(first);
    int next = first + 4;
    String text = String.valueOf(high);
    if (Character.isHighSurrogate(high)
        && next + 6 <= to
        && bytes[next] == '\\'
        && bytes[next + 1] == 'u') {
      text += hex(next + 2);
      next += 6;
    }
    for (byte encoded : text.getBytes(StandardCharsets.UTF_8)) {
      copy[free++] = encoded;
    }
    return next;
  }

  private char hex(int first) {
    if (first + 4 > to) {
      throw NOT_JSON;
    }
    int value = 0;
    for (int i = first; i < first + 4; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        throw NOT_JSON;
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }
}
