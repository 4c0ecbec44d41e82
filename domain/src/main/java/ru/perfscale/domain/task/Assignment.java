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
 * @param share which part of the load it is
 */
public record Assignment(
    AssignmentId id,
    TaskRef task,
    AssignmentStatus status,
    Optional<Holder> holder,
    Epoch epoch,
    long ackedSeq,
    Share share) {

  /**
   * Who has an assignment.
   *
   * @param boot the life of the agent that accepted the offer; empty before
   * @param clock how its clock stood then; empty when it did not say
   */
  public record Holder(MachineId machine, Optional<String> boot, Optional<ClockOffset> clock) {
    public Holder(MachineId machine, Optional<String> boot) {
      this(machine, boot, Optional.empty());
    }
  }

  public Assignment {
    requireNonNull(id);
    requireNonNull(task);
    requireNonNull(status);
    requireNonNull(epoch);
    requireNonNull(share);
    if (holder.isEmpty() != (status == AssignmentStatus.OPEN)
        && status != AssignmentStatus.REVOKED) {
      throw new IllegalArgumentException("Only an open assignment has no machine: " + status);
    }
    if (ackedSeq < 0) {
      throw new IllegalArgumentException("Frames are numbered from 1: " + ackedSeq);
    }
  }

  /** All of a load. */
  public Assignment(
      AssignmentId id,
      TaskRef task,
      AssignmentStatus status,
      Optional<Holder> holder,
      Epoch epoch,
      long ackedSeq) {
    this(id, task, status, holder, epoch, ackedSeq, Share.WHOLE);
  }

  public static Assignment open(TaskRef task) {
    return open(task, Share.WHOLE);
  }

  public static Assignment open(TaskRef task, Share share) {
    return new Assignment(
        AssignmentId.next(), task, AssignmentStatus.OPEN, Optional.empty(), Epoch.NONE, 0, share);
  }

  public Optional<MachineId> machine() {
    return holder.map(Holder::machine);
  }

  /** Offers an open assignment to a machine, under a new epoch. */
  public Assignment offerTo(MachineId machine) {
    return offerTo(machine, share);
  }

  /** Offers an open assignment as this part of the load. */
  public Assignment offerTo(MachineId machine, Share part) {
    require(AssignmentStatus.OPEN);
    Holder offered = new Holder(machine, Optional.empty());
    return new Assignment(
        id, task, AssignmentStatus.OFFERED, Optional.of(offered), epoch.next(), 0, part);
  }

  /** Takes an offer back: declined, not answered in time, or not accepted by all. */
  public Assignment withdrawn() {
    if (!isWithdrawable()) {
      throw new Conflict("Assignment " + id + " is " + status + " and cannot be withdrawn");
    }
    return new Assignment(id, task, AssignmentStatus.OPEN, Optional.empty(), epoch, 0, share);
  }

  /** Whether a machine has it that has not begun. */
  public boolean isWithdrawable() {
    return status == AssignmentStatus.OFFERED || status == AssignmentStatus.ACCEPTED;
  }

  /**
   * Accepted by the agent that lives as {@code boot}: it runs at once when it is all of the load,
   * and waits for the others otherwise.
   *
   * @throws Conflict when this is not the offer that stands
   */
  public Assignment acceptedBy(
      MachineId machine, String boot, Optional<ClockOffset> clock, Epoch offered) {
    requireHolder(machine, offered);
    require(AssignmentStatus.OFFERED);
    Holder accepted = new Holder(machine, Optional.of(boot), clock);
    return with(
        share.isWhole() ? AssignmentStatus.RUNNING : AssignmentStatus.ACCEPTED,
        Optional.of(accepted));
  }

  /** As {@link #acceptedBy(MachineId, String, Optional, Epoch)} by one that tells no time. */
  public Assignment acceptedBy(MachineId machine, String boot, Epoch offered) {
    return acceptedBy(machine, boot, Optional.empty(), offered);
  }

  /** Whether this very agent accepted this very offer before, so that the answer was lost. */
  public boolean wasAcceptedBy(MachineId machine, String boot, Epoch offered) {
    return (status == AssignmentStatus.RUNNING || status == AssignmentStatus.ACCEPTED)
        && machine().equals(Optional.of(machine))
        && holder.flatMap(Holder::boot).equals(Optional.of(boot))
        && epoch.equals(offered);
  }

  /** The others have accepted, too. */
  public Assignment started() {
    require(AssignmentStatus.ACCEPTED);
    return with(AssignmentStatus.RUNNING, holder);
  }

  public Assignment acknowledged(long seq) {
    if (seq < ackedSeq) {
      throw new IllegalArgumentException("Acknowledged " + ackedSeq + " already, not " + seq);
    }
    return new Assignment(id, task, status, holder, epoch, seq, share);
  }

  public Assignment finished() {
    require(AssignmentStatus.RUNNING);
    return with(AssignmentStatus.FINISHED, holder);
  }

  public Assignment lost() {
    require(AssignmentStatus.RUNNING);
    return with(AssignmentStatus.LOST, holder);
  }

  /** Ends an assignment that no machine has begun. */
  public Assignment revoked() {
    if (!hasNotBegun()) {
      throw new Conflict("Assignment " + id + " is " + status + " and cannot be revoked");
    }
    return with(AssignmentStatus.REVOKED, holder);
  }

  public boolean hasNotBegun() {
    return status == AssignmentStatus.OPEN || isWithdrawable();
  }

  /** A frame as it is stored: in the server's time. */
  public Frame inServerTime(Frame frame) {
    return holder.flatMap(Holder::clock).map(clock -> clock.applyTo(frame)).orElse(frame);
  }

  /**
   * @throws Conflict when the machine does not hold this assignment under this epoch
   */
  public void requireHolder(MachineId machine, Epoch claimed) {
    if (!machine().equals(Optional.of(machine)) || !epoch.equals(claimed)) {
      throw new Conflict("Assignment " + id + " is not yours under epoch " + claimed + "; drop it");
    }
  }

  private Assignment with(AssignmentStatus next, Optional<Holder> by) {
    return new Assignment(id, task, next, by, epoch, ackedSeq, share);
  }

  private void require(AssignmentStatus needed) {
    if (status != needed) {
      throw new Conflict("Assignment " + id + " is " + status + ", not " + needed);
    }
  }
}
