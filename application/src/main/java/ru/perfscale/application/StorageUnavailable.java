package ru.perfscale.application;

/** The database could not be reached, or went away; the same call may work later. */
public final class StorageUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailable(Throwable cause) {
    super("The database is not available", cause);
  }
}
