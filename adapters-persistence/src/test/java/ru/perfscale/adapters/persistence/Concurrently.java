package ru.perfscale.adapters.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs work in several threads that all begin at the same time. */
public final class Concurrently {
  private Concurrently() {}

  public static <T> List<T> run(List<Callable<T>> works) throws Exception {
    CyclicBarrier start = new CyclicBarrier(works.size());
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      List<Future<T>> results =
          works.stream()
              .map(
                  work ->
                      threads.submit(
                          () -> {
                            start.await(1, TimeUnit.MINUTES);
                            return work.call();
                          }))
              .toList();
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get(4, TimeUnit.MINUTES));
      }
      return values;
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  public static <T> List<T> times(int threads, IntFunction<T> work) throws Exception {
    return run(
        IntStream.range(0, threads)
            .<Callable<T>>mapToObj(number -> () -> work.apply(number))
            .toList());
  }
}
