package ru.perfscale.runner.engine;

/** The tool is there, but its process could not be started: a path, a right, a missing program. */
public final class StartFailed extends EngineException {
  private static final long serialVersionUID = 1L;

  /**
   * Thrown by the engine and by drivers.
   *
   * @param message what failed, with its path, and what to do
   */
  public StartFailed(String message) {
    super(message, null);
  }

  /**
   * Thrown by the engine and by drivers.
   *
   * @param message what failed, with its path, and what to do
   * @param cause the fault behind it
   */
  public StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
