package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What of a tool can be carried to another machine: its directory in the cache.
 *
 * @param entry the directory's name, which has the version in it
 * @param anyPlatform whether it has nothing of an operating system or processor in it
 * @param completion what is left to do on the other machine
 */
record Packable(String entry, boolean anyPlatform, Completion completion) {
  /** Looks at what was unpacked, and adds what only that machine has. */
  interface Completion {
    /**
     * @param into the directory, not yet in its final place
     * @throws InstallFailed if it is not what it should be, or cannot work here
     */
    void complete(Path into, PackManifest.Entry entry) throws IOException, InterruptedException;
  }

  static final Completion NOTHING = (into, entry) -> {};
}
