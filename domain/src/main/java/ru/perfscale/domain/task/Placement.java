package ru.perfscale.domain.task;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.MachineId;
import ru.perfscale.domain.machine.MachineStatus;

/** Which machines get a task, all or none, or why it has to wait. */
public sealed interface Placement {
  /**
   * @param machines in the order of their shares
   */
  record Chosen(List<MachineId> machines) implements Placement {
    public Chosen {
      machines = List.copyOf(machines);
    }
  }

  /**
   * @param reason for a person: what the task waits for
   * @param reserved free machines that it needs as soon as others are free, too; a younger task
   *     that took them would let this one wait for ever
   */
  record Waiting(String reason, Set<MachineId> reserved) implements Placement {
    public Waiting {
      reserved = Set.copyOf(reserved);
    }

    Waiting(String reason) {
      this(reason, Set.of());
    }
  }

  /**
   * A machine as placement sees it.
   *
   * @param installed the tools that it can run at once
   * @param installable the tools that it can install first
   */
  record Candidate(
      MachineId id,
      String name,
      MachineStatus status,
      Set<Tool> installed,
      Set<Tool> installable,
      Map<String, String> labels) {
    public Candidate {
      installed = Set.copyOf(installed);
      installable = Set.copyOf(installable);
      labels = Map.copyOf(labels);
    }

    /** One without labels. */
    public Candidate(
        MachineId id,
        String name,
        MachineStatus status,
        Set<Tool> installed,
        Set<Tool> installable) {
      this(id, name, status, installed, installable, Map.of());
    }

    private boolean canRun(Tool tool) {
      return installed.contains(tool) || installable.contains(tool);
    }

    private boolean isInContact() {
      return status == MachineStatus.ONLINE || status == MachineStatus.BUSY;
    }

    private boolean isFree() {
      return status == MachineStatus.ONLINE;
    }

    /** As seen by a task that must not take it. */
    public Candidate taken() {
      return isFree()
          ? new Candidate(id, name, MachineStatus.BUSY, installed, installable, labels)
          : this;
    }
  }

  /** A machine that has the tool already comes first, then the order of the list. */
  static Placement of(Tool tool, MachineSelection wanted, List<Candidate> candidates) {
    if (candidates.isEmpty()) {
      return new Waiting("no machine is registered");
    }
    return switch (wanted) {
      case MachineSelection.Count(int machines) -> any(machines, tool, candidates);
      case MachineSelection.Listed(List<MachineId> machines) -> these(machines, tool, candidates);
      case MachineSelection.Labelled(Map<String, String> labels) ->
          allWith(labels, tool, candidates);
    };
  }

  private static Placement any(int wanted, Tool tool, List<Candidate> candidates) {
    if (wanted > candidates.size()) {
      return new Waiting(lacking(wanted, candidates, "registered"));
    }
    List<Candidate> inContact = those(candidates, Candidate::isInContact);
    if (inContact.size() < wanted) {
      return new Waiting(
          inContact.isEmpty() ? "no machine is online" : lacking(wanted, inContact, "online"));
    }
    List<Candidate> able = those(inContact, c -> c.canRun(tool));
    if (able.size() < wanted) {
      return new Waiting(
          able.isEmpty()
              ? "no machine that is online can run " + tool.wireName()
              : lacking(wanted, able, "online and can run " + tool.wireName()));
    }
    List<Candidate> free = those(able, Candidate::isFree);
    if (free.size() < wanted) {
      return new Waiting(
          free.isEmpty()
              ? "every machine that can run it is busy"
              : lacking(wanted, free, "free and can run " + tool.wireName()),
          ids(free));
    }
    return new Chosen(
        free.stream()
            .sorted(Comparator.comparing(c -> !c.installed().contains(tool)))
            .limit(wanted)
            .map(Candidate::id)
            .toList());
  }

  private static Placement these(List<MachineId> wanted, Tool tool, List<Candidate> candidates) {
    Map<MachineId, Candidate> known =
        candidates.stream().collect(Collectors.toMap(Candidate::id, Function.identity()));
    for (MachineId id : wanted) {
      Candidate machine = known.get(id);
      if (machine == null) {
        return new Waiting("machine " + id + " does not exist any more");
      }
      if (!machine.isInContact()) {
        return new Waiting(
            machine.name()
                + (machine.status() == MachineStatus.MAINTENANCE
                    ? " is in maintenance"
                    : " is offline"));
      }
      if (!machine.canRun(tool)) {
        return new Waiting(machine.name() + " cannot run " + tool.wireName());
      }
    }
    return allOf(wanted.stream().map(known::get).toList());
  }

  private static Placement allWith(
      Map<String, String> labels, Tool tool, List<Candidate> candidates) {
    List<Candidate> labelled =
        those(candidates, c -> c.labels().entrySet().containsAll(labels.entrySet()));
    String which = labels.isEmpty() ? "" : " of those with " + text(labels);
    if (labelled.isEmpty()) {
      return new Waiting("no machine has the labels " + text(labels));
    }
    List<Candidate> inContact = those(labelled, Candidate::isInContact);
    if (inContact.isEmpty()) {
      return new Waiting("no machine" + which + " is online");
    }
    List<Candidate> able = those(inContact, c -> c.canRun(tool));
    if (able.isEmpty()) {
      return new Waiting("no machine" + which + " that is online can run " + tool.wireName());
    }
    if (able.size() > Share.MOST) {
      return new Waiting(
          "%d machines are too many, at most %d run a task".formatted(able.size(), Share.MOST));
    }
    return allOf(able);
  }

  private static Placement allOf(List<Candidate> machines) {
    Optional<Candidate> busy = machines.stream().filter(c -> !c.isFree()).findFirst();
    if (busy.isPresent()) {
      return new Waiting(busy.get().name() + " is busy", ids(those(machines, Candidate::isFree)));
    }
    return new Chosen(machines.stream().map(Candidate::id).toList());
  }

  private static List<Candidate> those(List<Candidate> machines, Predicate<Candidate> which) {
    return machines.stream().filter(which).toList();
  }

  private static Set<MachineId> ids(List<Candidate> machines) {
    return machines.stream().map(Candidate::id).collect(Collectors.toCollection(HashSet::new));
  }

  private static String lacking(int wanted, List<Candidate> there, String what) {
    return "%d machines are wanted, %d %s %s"
        .formatted(wanted, there.size(), there.size() == 1 ? "is" : "are", what);
  }

  private static String text(Map<String, String> labels) {
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(", "));
  }
}
