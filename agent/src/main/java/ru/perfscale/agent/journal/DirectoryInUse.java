package ru.perfscale.agent.journal;

import java.nio.file.Path;

/** Another agent writes its journals there: two would deliver, and delete, each other's. */
public final class DirectoryInUse extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  DirectoryInUse(Path directory) {
    super(
        "The journal directory "
            + directory
            + " is used by another agent: stop that one, or give this one a data directory of its"
            + " own");
  }
}
