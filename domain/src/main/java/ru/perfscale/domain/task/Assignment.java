package ru.perfscale.domain.task;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import ru.perfscale.domain.Refusal.Conflict;
import ru.perfscale.domain.machine.MachineId;

/**
 * One machine's share of a task: who may run it, under which epoch, and how far its frames are
 * stored.
 *
 * @param holder who has the offer or accepted it; empty while open
 * @param ackedSeq the number of the last stored frame, 0 before the first: everything up to it is
 *     stored, nothing behind it is
 */
public record Assignment(
    AssignmentId id,
    TaskRef task,
    AssignmentStatus status,
    Optional<Holder> holder,
    Epoch epoch,
    long ackedSeq) {

  /**
   * Who has an assignment.
   *
   * @param boot the life of the agent that accepted the offer; empty before
   */
  public record Holder(MachineId machine, Optional<String> boot) {}

  public Assignment {
    requireNonNull(id);
    requireNonNull(task);
    requireNonNull(status);
    requireNonNull(epoch);
    if (holder.isEmpty() != (status == AssignmentStatus.OPEN)
        && status != AssignmentStatus.REVOKED) {
      throw new IllegalArgumentException("Only an open assignment has no machine: " + status);
    }
    if (ackedSeq < 0) {
      throw new IllegalArgumentException("Frames are numbered from 1: " + ackedSeq);
    }
  }

  public static Assignment open(TaskRef task) {
    return new Assignment(
        AssignmentId.next(), task, AssignmentStatus.OPEN, Optional.empty(), Epoch.NONE, 0);
  }

  public Optional<MachineId> machine() {
    return holder.map(Holder::machine);
  }

  /** Offers an open assignment to a machine, under a new epoch. */
  public Assignment offerTo(MachineId machine) {
    require(AssignmentStatus.OPEN);
    Holder offered = new Holder(machine, Optional.empty());
    return new Assignment(
        id, task, AssignmentStatus.OFFERED, Optional.of(offered), epoch.next(), 0);
  }

  /** Takes an offer back: declined, or not answered in time. */
  public Assignment withdrawn() {
    require(AssignmentStatus.OFFERED);
    return new Assignment(id, task, AssignmentStatus.OPEN, Optional.empty(), epoch, 0);
  }

  /**
   * Accepted by the agent that lives as {@code boot}.
   *
   * @throws Conflict when this is not the offer that stands
   */
  public Assignment acceptedBy(MachineId machine, String boot, Epoch offered) {
    requireHolder(machine, offered);
    require(AssignmentStatus.OFFERED);
    Holder accepted = new Holder(machine, Optional.of(boot));
    return new Assignment(
        id, task, AssignmentStatus.RUNNING, Optional.of(accepted), epoch, ackedSeq);
  }

  /** Whether this very agent accepted this very offer before, so that the answer was lost. */
  public boolean wasAcceptedBy(MachineId machine, String boot, Epoch offered) {
    return status == AssignmentStatus.RUNNING
        && holder.equals(Optional.of(new Holder(machine, Optional.of(boot))))
        && epoch.equals(offered);
  }

  public Assignment acknowledged(long seq) {
    if (seq < ackedSeq) {
      throw new IllegalArgumentException("Acknowledged " + ackedSeq + " already, not " + seq);
    }
    return new Assignment(id, task, status, holder, epoch, seq);
  }

  public Assignment finished() {
    require(AssignmentStatus.RUNNING);
    return new Assignment(id, task, AssignmentStatus.FINISHED, holder, epoch, ackedSeq);
  }

  public Assignment lost() {
    require(AssignmentStatus.RUNNING);
    return new Assignment(id, task, AssignmentStatus.LOST, holder, epoch, ackedSeq);
  }

  /** Ends an assignment that no machine accepted. */
  public Assignment revoked() {
    if (status != AssignmentStatus.OPEN && status != AssignmentStatus.OFFERED) {
      throw new Conflict("Assignment " + id + " is " + status + " and cannot be revoked");
    }
    return new Assignment(id, task, AssignmentStatus.REVOKED, holder, epoch, ackedSeq);
  }

  /**
   * @throws Conflict when the machine does not hold this assignment under this epoch
   */
  public void requireHolder(MachineId machine, Epoch claimed) {
    if (!machine().equals(Optional.of(machine)) || !epoch.equals(claimed)) {
      throw new Conflict("Assignment " + id + " is not yours under epoch " + claimed + "; drop it");
    }
  }

  private void require(AssignmentStatus needed) {
    if (status != needed) {
      throw new Conflict("Assignment " + id + " is " + status + ", not " + needed);
    }
  }
}
