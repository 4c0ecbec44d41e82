package ru.perfscale.application.identity;

/** The identity provider could not be asked and nothing cached can answer. */
public final class IdentityUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IdentityUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
