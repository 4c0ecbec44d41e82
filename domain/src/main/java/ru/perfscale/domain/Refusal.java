package ru.perfscale.domain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An expected "no": the request was understood and cannot be done. The one family of exceptions
 * that an edge turns into an answer; everything else is a bug or an infrastructure fault.
 */
public abstract sealed class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private Refusal(String message) {
    super(message, null, false, false);
  }

  /** Nothing with this id exists as far as the caller may know. */
  public static final class NotFound extends Refusal {
    private static final long serialVersionUID = 1L;

    /**
     * @param what the thing as a user names it, such as {@code Task}
     * @param id the id as the caller gave it
     */
    public NotFound(String what, String id) {
      super(what + " " + shortened(id) + " does not exist");
    }

    private static String shortened(String id) {
      return id.length() <= 64 ? id : id.substring(0, 64) + "…";
    }
  }

  /** The present state does not allow it. */
  public static final class Conflict extends Refusal {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message);
    }
  }

  /** The caller is known and may not do this. */
  public static final class Forbidden extends Refusal {
    private static final long serialVersionUID = 1L;
    private final String code;

    private Forbidden(String code, String message) {
      super(message);
      this.code = code;
    }

    /** The caller lacks a role. */
    public static Forbidden lackingRole(String message) {
      return new Forbidden("forbidden", message);
    }

    /** The caller's token does not belong to exactly one tenant. */
    public static Forbidden lackingTenant(String message) {
      return new Forbidden("tenant_missing", message);
    }

    /** {@code forbidden} or {@code tenant_missing}. */
    public String code() {
      return code;
    }
  }

  /** The caller is not known: no token, or one that does not hold. */
  public static final class Unauthenticated extends Refusal {
    private static final long serialVersionUID = 1L;

    public Unauthenticated(String message) {
      super(message);
    }
  }

  /** One or more fields are wrong; all of them are named. */
  public static final class Invalid extends Refusal {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public Invalid(List<Problem> problems) {
      super(
          problems.stream()
              .map(problem -> problem.field() + ": " + problem.message())
              .collect(Collectors.joining("; ")));
      this.problems = List.copyOf(problems);
    }

    public Invalid(String field, String message) {
      this(List.of(new Problem(field, message)));
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /**
   * What is wrong with one field.
   *
   * @param field its name on the wire
   * @param message the value that was given and what is allowed
   */
  public record Problem(String field, String message) {}
}
