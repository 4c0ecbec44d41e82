package ru.perfscale.faults;

import java.time.Duration;
import java.util.List;

/**
 * What one round showed.
 *
 * @param seed its chance
 * @param ends the states in which its tasks ended
 * @param lostFrames acknowledged and not stored
 * @param doubleRuns loads beyond one for each machine of a task
 * @param stuck tasks that did not end in time
 * @param contactLost after how long it was shown
 * @param loadOver after how long
 * @param attached how long agents took to be served again
 * @param answered how long others' requests took meanwhile
 * @param violations whatever else did not hold
 */
record Outcome(
    Fault fault,
    String name,
    long seed,
    Duration took,
    List<String> ends,
    long lostFrames,
    long doubleRuns,
    long stuck,
    List<Duration> contactLost,
    List<Duration> loadOver,
    List<Duration> attached,
    List<Duration> answered,
    List<String> violations) {
  Outcome {
    ends = List.copyOf(ends);
    contactLost = List.copyOf(contactLost);
    loadOver = List.copyOf(loadOver);
    attached = List.copyOf(attached);
    answered = List.copyOf(answered);
    violations = List.copyOf(violations);
  }

  boolean held() {
    return lostFrames == 0 && doubleRuns == 0 && stuck == 0 && violations.isEmpty();
  }
}
