package ru.perfscale.application.audit;

import java.util.Locale;
import ru.perfscale.domain.identity.Principal;
import ru.perfscale.domain.machine.Agent;

/**
 * Who did it.
 *
 * @param id a person's subject, a machine's id, a stranger's network address; empty for the server
 */
public record Actor(Kind kind, String id) {
  /** What kind of actor. */
  public enum Kind {
    PERSON,
    MACHINE,
    STRANGER,
    SERVER
  }

  /** The server by itself, such as when a time limit is over. */
  public static final Actor SERVER = new Actor(Kind.SERVER, "");

  public static Actor person(Principal principal) {
    return new Actor(Kind.PERSON, principal.subject());
  }

  public static Actor machine(Agent agent) {
    return new Actor(Kind.MACHINE, agent.machine().value());
  }

  /** Somebody who is not known, or not yet. */
  public static Actor stranger(String address) {
    return new Actor(Kind.STRANGER, address);
  }

  /** The stored form, such as {@code machine:m_01…}. */
  public String key() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return id.isEmpty() ? name : name + ":" + id;
  }
}
