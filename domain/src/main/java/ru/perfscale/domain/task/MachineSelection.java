package ru.perfscale.domain.task;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import ru.perfscale.domain.machine.MachineId;

/** Which machines a task wants. */
public sealed interface MachineSelection {
  /** What a task wants that does not say. */
  MachineSelection ONE = new Count(1);

  /** Any so many machines that can run it. */
  record Count(int machines) implements MachineSelection {
    public Count {
      if (machines < 1 || machines > Share.MOST) {
        throw new IllegalArgumentException("must be a whole number from 1 to " + Share.MOST);
      }
    }
  }

  /** Exactly these, each once. */
  record Listed(List<MachineId> machines) implements MachineSelection {
    public Listed {
      machines = List.copyOf(machines);
      if (machines.isEmpty() || machines.size() > Share.MOST) {
        throw new IllegalArgumentException("must name 1 to " + Share.MOST + " machines");
      }
      if (new HashSet<>(machines).size() < machines.size()) {
        throw new IllegalArgumentException("must name each machine once");
      }
    }
  }

  /**
   * All that are in contact, can run it and have these labels, at the moment when they are chosen;
   * how many they are shows then.
   *
   * @param labels none for all machines
   */
  record Labelled(Map<String, String> labels) implements MachineSelection {
    public Labelled {
      labels = Map.copyOf(labels);
      if (labels.size() > 20) {
        throw new IllegalArgumentException("must be at most 20 labels");
      }
    }
  }

  static MachineSelection all() {
    return new Labelled(Map.of());
  }

  /** How many machines it takes at least. */
  default int least() {
    return switch (this) {
      case Count(int machines) -> machines;
      case Listed(List<MachineId> machines) -> machines.size();
      case Labelled labelled -> 1;
    };
  }

  /** Whether a task that wants this may get more than one machine. */
  default boolean mayBeSeveral() {
    return this instanceof Labelled || least() > 1;
  }
}
