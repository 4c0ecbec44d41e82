package ru.perfscale.runner.engine;

/** The tool is unknown, not installed, or not in a version that the engine can drive. */
public final class ToolMissing extends EngineException {
  private static final long serialVersionUID = 1L;
  private final String tool;

  /**
   * Thrown by the engine and by a {@code ToolFinder}.
   *
   * @param tool the tool's name
   * @param message what is missing and how to get it, for the user
   */
  public ToolMissing(String tool, String message) {
    super(message, null);
    this.tool = tool;
  }

  /** The tool's name. */
  public String tool() {
    return tool;
  }
}
