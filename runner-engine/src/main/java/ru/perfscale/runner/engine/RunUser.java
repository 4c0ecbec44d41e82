package ru.perfscale.runner.engine;

/**
 * The user that tools run as. Only root can choose one.
 *
 * @param uid user id, above 0: no tool runs as root through this
 * @param gid group id, above 0
 */
public record RunUser(int uid, int gid) {
  /** {@code nobody}: owns no file, has no rights. */
  public static final RunUser NOBODY = new RunUser(65534, 65534);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one of them is 0 or less
   */
  public RunUser {
    if (uid <= 0 || gid <= 0) {
      throw new IllegalArgumentException(
          "uid " + uid + ", gid " + gid + ": both must be above 0, such as 65534 (nobody)");
    }
  }
}
