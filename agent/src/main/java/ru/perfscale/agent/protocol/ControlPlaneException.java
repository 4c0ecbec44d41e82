package ru.perfscale.agent.protocol;

/** A request that did not do what it was for. What to do about it depends on the kind. */
public abstract sealed class ControlPlaneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlPlaneException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The assignment, or this life of the agent, does not count any more: stop it, forget it. */
  public static final class Gone extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    Gone(String message) {
      super(message, null);
    }
  }

  /** The credential is unknown or revoked: stop everything. */
  public static final class Unauthorised extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    Unauthorised(String message) {
      super(message, null);
    }
  }

  /** Not reached, or not able to answer now: the same request again may succeed. */
  public static final class Unavailable extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    Unavailable(String message) {
      super(message, null);
    }
  }

  /** The control plane will never take this request: one side does not keep to the protocol. */
  public static final class Refused extends ControlPlaneException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null);
    }
  }
}
