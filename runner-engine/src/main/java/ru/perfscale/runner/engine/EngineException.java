package ru.perfscale.runner.engine;

/** A run could not be started. The message says what was wrong and what to do about it. */
public abstract sealed class EngineException extends RuntimeException
    permits ToolMissing, StartFailed {
  private static final long serialVersionUID = 1L;

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
