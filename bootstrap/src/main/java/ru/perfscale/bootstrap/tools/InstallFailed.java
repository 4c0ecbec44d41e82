package ru.perfscale.bootstrap.tools;

/**
 * A tool could not be installed; nothing of it was left behind. The message says why and what to
 * do.
 */
public final class InstallFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InstallFailed(String message) {
    super(message);
  }

  InstallFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
