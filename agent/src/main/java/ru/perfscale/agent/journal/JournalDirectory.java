package ru.perfscale.agent.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.agent.protocol.Claim;

/**
 * All journals of an agent, and the thread that tells the disk once a second to keep them. One
 * agent at a time has a directory; where it cannot be used at all, journals are in memory only.
 * Thread-safe.
 */
public final class JournalDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);
  private static final long KEEP_MILLIS = 1_000;

  static final String JOURNAL = ".journal";
  static final String REFUSED = ".refused";

  private final JournalSettings settings;
  private final Space space;
  private final DirectoryLock lock;
  private final List<Path> leftovers;
  private final List<String> damage = new CopyOnWriteArrayList<>();
  private final Set<Journal> open = ConcurrentHashMap.newKeySet();
  private final Thread keeper;
  private boolean closed;
  private boolean warned;

  private JournalDirectory(JournalSettings settings, DirectoryLock lock, List<Path> leftovers) {
    this.settings = settings;
    this.space = new Space(settings);
    this.lock = lock;
    this.leftovers = leftovers;
    this.keeper = Thread.ofPlatform().daemon().name("perfscale-agent-journal").start(this::keep);
  }

  /**
   * Takes the directory.
   *
   * @throws DirectoryInUse if another agent has it
   */
  public static JournalDirectory open(JournalSettings settings) {
    DirectoryLock lock = DirectoryLock.none();
    List<Path> leftovers = List.of();
    try {
      Leftovers.makeDirectory(settings.directory());
      lock = DirectoryLock.take(settings.directory());
      leftovers = Leftovers.in(settings.directory(), settings.bytes() / 2);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be used, what runs measure is kept in memory only: {}",
          settings.directory(),
          e.toString());
    }
    return new JournalDirectory(settings, lock, leftovers);
  }

  /**
   * Begins the journal of a run; nothing is written yet.
   *
   * @param server where the control plane is
   * @param onExhausted hears, once, why the run should be stopped: disk and memory are full
   */
  public Journal begin(Claim claim, String server, Consumer<String> onExhausted) {
    Path path = settings.directory().resolve(claim.assignment() + "." + claim.epoch() + JOURNAL);
    Store store = new Store(path, new Header(claim, server, Instant.now()), space);
    Journal journal = new Journal(store, new Backlog(store, space, onExhausted));
    open.add(journal);
    return journal;
  }

  /** The files that earlier lives of the agent left. */
  public List<Path> leftovers() {
    return leftovers;
  }

  /** Reads what an earlier life left; empty when there is nothing in it to deliver. */
  public Optional<Journal> recover(Path leftover) {
    try {
      Optional<Journal> journal = Leftovers.recover(leftover, space, damage::add);
      journal.ifPresent(open::add);
      return journal;
    } catch (IOException | RuntimeException e) {
      LOG.error("{} cannot be read and is left as it is", leftover, e);
      return Optional.empty();
    }
  }

  /** Which of the journals read so far had been changed on disk, and how, for a person. */
  public List<String> damage() {
    return List.copyOf(damage);
  }

  private void keep() {
    while (awaitNext()) {
      keepAll();
    }
  }

  private synchronized boolean awaitNext() {
    try {
      if (!closed) {
        wait(KEEP_MILLIS);
      }
      return !closed;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void keepAll() {
    for (Journal each : open) {
      if (each.isClosed()) {
        open.remove(each);
      } else {
        each.takeChanged().ifPresent(this::keep);
      }
    }
  }

  private void keep(JournalFile file) {
    try {
      file.keep();
    } catch (IOException e) {
      if (!warned) {
        warned = true;
        LOG.warn("{} would not outlive a loss of power: {}", file.path(), e.toString());
      }
    }
  }

  /** Closes what is open; its files stay. No thread is left, and another agent may begin. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    join();
    open.forEach(Journal::keep);
    lock.close();
  }

  private void join() {
    boolean interrupted = false;
    while (keeper.isAlive()) {
      try {
        keeper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
