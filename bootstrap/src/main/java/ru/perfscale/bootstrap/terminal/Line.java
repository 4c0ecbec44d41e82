package ru.perfscale.bootstrap.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of styled text that knows how wide it looks, so that it can be cut without tearing an
 * escape sequence. Every character is taken for one column wide.
 */
public final class Line {
  private record Piece(Style style, String text) {}

  private final List<Piece> pieces = new ArrayList<>();
  private int width;

  public Line add(String text) {
    return add(Style.PLAIN, text);
  }

  public Line add(Style style, String text) {
    String printable = printable(text);
    pieces.add(new Piece(style, printable));
    width += columns(printable);
    return this;
  }

  /** Fills up with spaces until the line is that wide. */
  public Line padTo(int columns) {
    return add(" ".repeat(Math.max(0, columns - width)));
  }

  public int width() {
    return width;
  }

  /**
   * @param columns the rest is cut
   */
  String render(boolean colour, int columns) {
    StringBuilder text = new StringBuilder();
    int left = columns;
    for (Piece piece : pieces) {
      String shown = cut(piece.text(), left);
      left -= columns(shown);
      text.append(colour ? piece.style().on(shown) : shown);
    }
    return text.toString();
  }

  /** The text alone. */
  @Override
  public String toString() {
    return render(false, width);
  }

  /** Labels come from scripts: none may move the cursor or colour what follows. */
  public static String printable(String text) {
    return text.codePoints()
        .map(point -> Character.isISOControl(point) ? '\uFFFD' : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** At most so many columns; a cut text ends with an ellipsis. */
  public static String shortened(String text, int columns) {
    String printable = printable(text);
    return columns(printable) <= columns
        ? printable
        : cut(printable, Math.max(0, columns - 1)) + "…";
  }

  private static String cut(String text, int columns) {
    return columns(text) <= columns
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, columns)));
  }

  private static int columns(String text) {
    return text.codePointCount(0, text.length());
  }
}
