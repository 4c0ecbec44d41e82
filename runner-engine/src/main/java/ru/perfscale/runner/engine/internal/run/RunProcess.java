package ru.perfscale.runner.engine.internal.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.runner.engine.Means;
import ru.perfscale.runner.engine.StartFailed;
import ru.perfscale.runner.engine.internal.health.CgroupUsage;
import ru.perfscale.runner.engine.internal.health.ToolUsage;
import ru.perfscale.runner.engine.internal.health.TreeUsage;
import ru.perfscale.runner.engine.internal.process.Cgroup;
import ru.perfscale.runner.engine.internal.process.Namespace;
import ru.perfscale.runner.engine.internal.process.ProcessSearch;
import ru.perfscale.runner.engine.internal.process.Supervisor;

/** The processes of a run, seen through their supervisor. */
final class RunProcess implements Supervisor.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(RunProcess.class);
  private static final int START_SECONDS = 15;
  private static final int SEARCHES = 300;
  private static final Duration ENDING = Duration.ofSeconds(5);

  private final Supervisor supervisor;
  private final Hold hold;
  private final BlockingQueue<RunEvent> events;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> pid = new CompletableFuture<>();
  private final Thread listening;
  private volatile boolean waiterGone;
  private Optional<Namespace> namespace = Optional.empty();

  /** What is left when everything has been ended. */
  record Ending(int killed, boolean nothingLeft) {}

  /**
   * What holds a run's processes together.
   *
   * @param mark NAME=value that all of them have in their environment
   */
  record Hold(Means means, String mark, Optional<Cgroup> cgroup) {}

  /**
   * Starts the supervisor.
   *
   * @param name of the thread that listens to it
   * @param events hears of the tool's end
   */
  RunProcess(String name, List<String> command, Hold hold, BlockingQueue<RunEvent> events)
      throws IOException {
    this.hold = hold;
    this.events = events;
    supervisor = Supervisor.start(command);
    listening = Thread.ofPlatform().name(name).daemon().unstarted(() -> supervisor.listen(this));
    listening.start();
  }

  @Override
  public void ready() {
    ready.complete(null);
  }

  @Override
  public void started(int tool) {
    pid.complete(tool);
  }

  @Override
  public void exited(int code) {
    events.add(new RunEvent.Exited(code));
  }

  @Override
  public void lost() {
    waiterGone = true;
    events.add(new RunEvent.WaiterGone());
  }

  @Override
  public void gone() {
    StartFailed reason = new StartFailed("The run's supervisor ended: " + diagnostics());
    ready.completeExceptionally(reason);
    pid.completeExceptionally(reason);
    events.add(new RunEvent.SupervisorGone());
  }

  /** Waits until the supervisor is there. */
  void awaitReady() throws IOException, InterruptedException {
    await(ready, "The run's supervisor did not start");
    if (hold.means() == Means.PID_NAMESPACE) {
      namespace = Optional.of(supervisor.namespace());
    }
  }

  /** Starts the tool and waits until its process is there. */
  void startTool() throws InterruptedException {
    supervisor.startTool();
    await(pid, "The tool's process did not start");
  }

  private <T> T await(CompletableFuture<T> future, String otherwise) throws InterruptedException {
    try {
      return future.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new StartFailed(otherwise + ": " + diagnostics(), e);
    } catch (TimeoutException e) {
      throw new StartFailed(otherwise + " within " + START_SECONDS + " s: " + diagnostics(), e);
    }
  }

  /** Shows the supervisor that this JVM is alive. */
  void beat() {
    supervisor.beat();
  }

  /** Whether the supervisor is there to hear anything. */
  boolean isSupervised() {
    return supervisor.isAlive();
  }

  /** Whether nobody will ever say how the tool ended, for the lack of who waited for it. */
  boolean isWaiterGone() {
    return waiterGone;
  }

  /** What the run's processes use. */
  ToolUsage usage() {
    return hold.cgroup()
        .<ToolUsage>map(CgroupUsage::new)
        .orElseGet(() -> new TreeUsage(supervisor.pid()));
  }

  /** Sends a signal to the tool's main process. */
  void signal(String name) {
    supervisor.signal(name, pid.join());
  }

  /** Sends a signal to the tool's process group. */
  void signalGroup(String name) {
    supervisor.signal(name, -pid.join());
  }

  Means means() {
    return hold.means();
  }

  /** Ends every process of the run, and looks whether any is left. */
  Ending end() throws IOException, InterruptedException {
    boolean gone = supervisor.end();
    boolean nothingLeft = killLeft();
    removeCgroup();
    if (namespace.isPresent()) {
      namespace.get().close();
      namespace = Optional.empty();
    }
    listening.join(ENDING);
    return new Ending(supervisor.killed(), gone && nothingLeft);
  }

  private void removeCgroup() throws InterruptedException {
    try {
      if (hold.cgroup().isPresent()) {
        hold.cgroup().get().remove();
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove a cgroup", e);
    }
  }

  /**
   * What the supervisor's own end leaves behind, such as when somebody killed it. Looks until
   * nothing has been found twice, because a process in the middle of an exec shows no environment.
   *
   * @return whether nothing is left
   */
  private boolean killLeft() throws IOException, InterruptedException {
    int quiet = isQuiet() ? 1 : 0;
    for (int i = 0; i < SEARCHES && quiet < 2; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
      quiet = isQuiet() ? quiet + 1 : 0;
    }
    return quiet >= 2;
  }

  /** Whether there is nothing; kills what there is. */
  private boolean isQuiet() throws IOException {
    boolean populated = hold.cgroup().isPresent() && hold.cgroup().get().isPopulated();
    if (populated) {
      hold.cgroup().get().kill();
    }
    List<Integer> left = search().find();
    left.forEach(RunProcess::kill);
    return !populated && left.isEmpty();
  }

  private ProcessSearch search() {
    boolean started = pid.isDone() && !pid.isCompletedExceptionally();
    int group = means() == Means.PID_NAMESPACE || !started ? 0 : pid.join();
    return new ProcessSearch(namespace, group, hold.mark());
  }

  private static void kill(int process) {
    ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** What the supervisor, or what should have become it, said. */
  String diagnostics() {
    return supervisor.diagnostics();
  }
}
