package ru.perfscale.application.loadtest;

import java.util.List;
import ru.perfscale.domain.loadtest.DataContent;
import ru.perfscale.domain.loadtest.LoadTest;

/**
 * A load test as it is to be from now on.
 *
 * @param contents of those of its data files that were given anew
 */
public record Revision(LoadTest test, List<DataContent> contents) {
  public Revision {
    contents = List.copyOf(contents);
  }
}
