package ru.perfscale.adapters.http.agent;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.loadtest.Tool;
import ru.perfscale.domain.machine.AgentBoot;
import ru.perfscale.domain.machine.AgentBoot.Details;
import ru.perfscale.domain.machine.MachineFacts;

/**
 * What an agent says when it begins. Tools that we do not know are of a newer agent, and no reason
 * to refuse the others.
 */
record HelloJson(
    AgentBoot boot, int protocol, Optional<MachineFacts> facts, List<String> journalDamage) {
  private static final int MOST_TOOLS = 100;
  private static final int MOST_REPLACED = 100;
  private static final int MOST_DAMAGED = 20;
  private static final int MOST_DAMAGE = 300;

  static HelloJson read(Fields fields) {
    String id = PresenceRoutes.boot(fields);
    Set<Tool> installed = tools(fields, "installed");
    Set<Tool> installable = tools(fields, "installable");
    Map<Tool, String> versions =
        fields.optionalObject("versions", HelloJson::versions).orElse(Map.of());
    Optional<String> version = fields.optionalText("version", AgentBoot::checkVersion);
    Set<String> replaces = Set.copyOf(fields.texts("replaces", MOST_REPLACED));
    int protocol = JoinRoutes.protocol(fields);
    Optional<MachineFacts> facts = fields.optionalObject("facts", FactsJson::read);
    List<String> damage =
        fields.spokenTexts("journal_damage", MOST_DAMAGED).stream()
            .map(text -> SpokenText.beginning(text, MOST_DAMAGE))
            .toList();
    return fields.orThrow(
        () ->
            new HelloJson(
                new AgentBoot(id, installed, installable, new Details(version, versions, replaces)),
                protocol,
                facts,
                damage));
  }

  private static Set<Tool> tools(Fields fields, String name) {
    List<String> names = fields.texts(name, MOST_TOOLS);
    Set<Tool> tools = EnumSet.noneOf(Tool.class);
    for (Tool tool : Tool.values()) {
      if (names.contains(tool.wireName())) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static Optional<Map<Tool, String>> versions(Fields fields) {
    Map<Tool, String> versions = new EnumMap<>(Tool.class);
    for (Tool tool : Tool.values()) {
      fields
          .optionalText(tool.wireName(), AgentBoot::checkVersion)
          .ifPresent(version -> versions.put(tool, version));
    }
    return fields.make(() -> versions);
  }
}
