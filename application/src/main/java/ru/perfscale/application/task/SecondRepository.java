package ru.perfscale.application.task;

import java.util.List;
import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.HealthTally;
import ru.perfscale.domain.task.SecondRange;

/** What is stored of the seconds of a run. Callers hold the assignment's lock. */
public interface SecondRepository {
  /** The seconds that frames were stored of, in order, none of the ranges touching another. */
  List<SecondRange> stored(Assignment assignment);

  /** How many of them were bad, by the bounds of {@code Validity}. */
  HealthTally health(Assignment assignment);
}
