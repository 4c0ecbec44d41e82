package ru.perfscale.runner.engine.internal.run;

import ru.perfscale.runner.engine.End;

/** What a run's own thread waits for. */
sealed interface RunEvent {
  /** The tool's main process ended. */
  record Exited(int code) implements RunEvent {}

  /** Who waited for the tool's end was killed. */
  record WaiterGone() implements RunEvent {}

  /** The supervisor ended without having been told to. */
  record SupervisorGone() implements RunEvent {}

  /** Somebody wants the run to end. */
  record StopAsked(End end, String message) implements RunEvent {}
}
