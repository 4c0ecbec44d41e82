package ru.perfscale.hooks.launch;

/** A script that cannot run; the message is the tool's own. */
public class ScriptRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ScriptRefused(String message) {
    super(message);
  }

  public ScriptRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
