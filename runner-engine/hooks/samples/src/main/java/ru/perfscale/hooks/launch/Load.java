package ru.perfscale.hooks.launch;

import java.io.IOException;

/** One execution of a script. */
public interface Load {
  /**
   * Returns when every virtual user has ended.
   *
   * @return the exit code
   * @throws ScriptRefused if the script cannot run
   */
  int execute() throws IOException;

  /** Asks for a graceful end; from another thread, at any time, also before the start. */
  void stop();

  /** How many virtual users are active. */
  int users();
}
