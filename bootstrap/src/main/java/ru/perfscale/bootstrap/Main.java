package ru.perfscale.bootstrap;

import ru.perfscale.bootstrap.command.PerfscaleCommand;

/** The entry point of the one jar. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(PerfscaleCommand.execute(args));
  }
}
