package ru.perfscale.agent.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a life of the agent introduces itself.
 *
 * @param boot names it
 * @param replaces earlier lives of this very agent: they are over
 * @param tools what this machine can run
 * @param version of the agent's program
 * @param facts about the host, where they are known
 * @param journalDamage which journals of earlier lives had been changed on disk, and how
 */
public record Hello(
    String boot,
    List<String> replaces,
    Tools tools,
    String version,
    Optional<HostFacts> facts,
    List<String> journalDamage) {
  private static final int MOST_DAMAGED = 20;

  /**
   * What a machine can run.
   *
   * @param installed at once
   * @param installable after an installation
   * @param versions of both, where they are known
   */
  public record Tools(
      Set<String> installed, Set<String> installable, Map<String, String> versions) {
    public Tools {
      installed = Set.copyOf(installed);
      installable = Set.copyOf(installable);
      versions = Map.copyOf(versions);
    }
  }

  public Hello {
    replaces = List.copyOf(replaces);
    journalDamage = journalDamage.stream().limit(MOST_DAMAGED).toList();
  }

  void write(JsonGenerator out) throws IOException {
    out.writeStringField("boot", boot);
    writeTexts(out, "replaces", replaces);
    writeTexts(out, "installed", tools.installed());
    writeTexts(out, "installable", tools.installable());
    out.writeObjectFieldStart("versions");
    for (Map.Entry<String, String> version : tools.versions().entrySet()) {
      out.writeStringField(version.getKey(), version.getValue());
    }
    out.writeEndObject();
    out.writeStringField("version", version);
    out.writeNumberField("protocol", ControlPlane.PROTOCOL);
    if (!journalDamage.isEmpty()) {
      writeTexts(out, "journal_damage", journalDamage);
    }
    if (facts.isPresent()) {
      out.writeObjectFieldStart("facts");
      facts.get().write(out);
      out.writeEndObject();
    }
  }

  private static void writeTexts(JsonGenerator out, String name, Collection<String> texts)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (String text : texts) {
      out.writeString(text);
    }
    out.writeEndArray();
  }
}
