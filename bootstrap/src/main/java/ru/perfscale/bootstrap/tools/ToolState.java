package ru.perfscale.bootstrap.tools;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One thing to know about a tool on this machine; a tool can have several, such as a foreign
 * version that is ignored.
 */
public sealed interface ToolState {
  /** The tool's name, such as {@code k6}. */
  String tool();

  /** For people, one sentence. */
  String text();

  /** Ready to use. {@code version} is empty for {@code custom}. */
  record Installed(String tool, String version, Path where) implements ToolState {
    public Installed {
      requireNonNull(tool, "tool");
      requireNonNull(version, "version");
      requireNonNull(where, "where");
    }

    @Override
    public String text() {
      return (version.isEmpty() ? "ready" : version) + " at " + where;
    }
  }

  /** Found, and not used. */
  record Ignored(String tool, String version, Path where, String why) implements ToolState {
    public Ignored {
      requireNonNull(tool, "tool");
      requireNonNull(version, "version");
      requireNonNull(where, "where");
      requireNonNull(why, "why");
    }

    @Override
    public String text() {
      return where + " is not used: " + why;
    }
  }

  /** Can be installed by us. */
  record Installable(String tool, String version, String how) implements ToolState {
    public Installable {
      requireNonNull(tool, "tool");
      requireNonNull(version, "version");
      requireNonNull(how, "how");
    }

    @Override
    public String text() {
      return version + " can be installed " + how;
    }
  }

  /** Not there, and we cannot bring it. */
  record Unavailable(String tool, String why, String whatToDo) implements ToolState {
    public Unavailable {
      requireNonNull(tool, "tool");
      requireNonNull(why, "why");
      requireNonNull(whatToDo, "whatToDo");
    }

    @Override
    public String text() {
      return whatToDo.isEmpty() ? why : why + "; " + whatToDo;
    }
  }

  /** The cache directory is no use to runs. */
  static ToolState unreachableCache(String tool, String complaint) {
    return new Unavailable(
        tool, complaint, "set PERFSCALE_CACHE_DIR to a directory that everyone can enter");
  }
}
