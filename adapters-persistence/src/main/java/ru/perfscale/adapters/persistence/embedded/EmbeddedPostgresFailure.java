package ru.perfscale.adapters.persistence.embedded;

/**
 * The embedded PostgreSQL cannot be had; the message says why and what to do, and is fit for a
 * terminal.
 */
public final class EmbeddedPostgresFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresFailure(String message) {
    super(message);
  }

  EmbeddedPostgresFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
