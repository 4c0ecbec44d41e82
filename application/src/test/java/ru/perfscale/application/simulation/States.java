package ru.perfscale.application.simulation;

import ru.perfscale.domain.task.Assignment;
import ru.perfscale.domain.task.AssignmentStatus;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskStatus;

/** Which states may follow on which. */
final class States {
  private final World world;
  private final Promises promises;

  States(World world, Promises promises) {
    this.world = world;
    this.promises = promises;
  }

  void begins(Task task) {
    promises.require(
        Promise.STATES_ADVANCE,
        task.status() == TaskStatus.PENDING,
        "%s begins as %s",
        name(task),
        task.status());
  }

  void change(Task old, Task now) {
    if (old.status() == now.status()) {
      promises.require(
          Promise.STATES_ADVANCE,
          old.progress().finishedAt().equals(now.progress().finishedAt())
              && (old.startedAt().isEmpty() || old.startedAt().equals(now.startedAt())),
          "%s changes its times",
          name(now));
      return;
    }
    world.time().say("%s is %s, was %s", name(now), now.status(), old.status());
    promises.require(
        Promise.STATES_ADVANCE,
        old.status() == TaskStatus.PENDING
            || (old.status() == TaskStatus.RUNNING && now.status().isTerminal()),
        "%s goes from %s to %s",
        name(now),
        old.status(),
        now.status());
  }

  void change(Assignment old, Assignment now) {
    promises.require(
        Promise.STORED_STAYS, now.ackedSeq() >= old.ackedSeq(), "%s forgets frames", name(now));
    boolean offered =
        old.status() == AssignmentStatus.OPEN && now.status() == AssignmentStatus.OFFERED;
    promises.require(
        Promise.ONE_RUNNER,
        now.epoch().number() == old.epoch().number() + (offered ? 1 : 0),
        "%s goes from epoch %s to %s",
        name(now),
        old.epoch(),
        now.epoch());
    if (old.status() == now.status()) {
      promises.require(
          Promise.ONE_RUNNER,
          old.holder().equals(now.holder()),
          "%s changes hands as %s",
          name(now),
          now.status());
      return;
    }
    world
        .time()
        .say(
            "%s of %s is %s, was %s",
            name(now), world.name(now.task().id()), now.status(), old.status());
    promises.require(
        Promise.STATES_ADVANCE,
        mayFollow(old.status(), now.status()),
        "%s goes from %s to %s",
        name(now),
        old.status(),
        now.status());
  }

  private static boolean mayFollow(AssignmentStatus before, AssignmentStatus after) {
    return switch (before) {
      case OPEN -> after == AssignmentStatus.OFFERED || after == AssignmentStatus.REVOKED;
      case OFFERED ->
          after == AssignmentStatus.OPEN
              || after == AssignmentStatus.ACCEPTED
              || after == AssignmentStatus.RUNNING
              || after == AssignmentStatus.REVOKED;
      case ACCEPTED ->
          after == AssignmentStatus.OPEN
              || after == AssignmentStatus.RUNNING
              || after == AssignmentStatus.REVOKED;
      case RUNNING -> after == AssignmentStatus.FINISHED || after == AssignmentStatus.LOST;
      case FINISHED, LOST, REVOKED -> false;
    };
  }

  private String name(Task task) {
    return world.name(task.id());
  }

  private String name(Assignment assignment) {
    return world.name(assignment.id());
  }
}
