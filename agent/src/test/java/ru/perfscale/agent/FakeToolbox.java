package ru.perfscale.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import ru.perfscale.runner.engine.ToolMissing;

/** A toolbox whose installations go as the test wants. */
final class FakeToolbox implements Toolbox {
  final Set<String> installed = new ConcurrentSkipListSet<>(Set.of("custom"));
  final Map<String, String> installable = new HashMap<>();
  final CountDownLatch mayEnd = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);
  volatile String failure;

  @Override
  public Set<String> installed() {
    return installed;
  }

  @Override
  public Map<String, String> installable() {
    return installable;
  }

  @Override
  public void install(String tool, Consumer<String> progress) throws InterruptedException {
    progress.accept("12 of 60 MB");
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
    if (failure != null) {
      throw new ToolMissing(tool, failure);
    }
    installed.add(tool);
  }
}
