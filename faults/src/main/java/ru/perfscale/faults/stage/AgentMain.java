package ru.perfscale.faults.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import ru.perfscale.agent.Agent;
import ru.perfscale.agent.AgentSettings;
import ru.perfscale.agent.Toolbox;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.bootstrap.tools.MachineTools;
import ru.perfscale.runner.engine.LoadEngine;

/** An agent as a process of its own: server, file of its credential, name, directory. */
public final class AgentMain {
  private AgentMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[3]);
    LoadEngine engine =
        LoadEngine.builder()
            .workDirectory(directory.resolve("runs"))
            .tools(MachineTools.offline(directory.resolve("cache")))
            .build();
    Agent agent =
        Agent.start(
            new AgentSettings(
                URI.create(arguments[0]),
                new Credential(Files.readString(Path.of(arguments[1])).strip()),
                arguments[2],
                "faults",
                engine,
                new CustomOnly()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  agent.close();
                  engine.close();
                }));
    new CountDownLatch(1).await();
  }

  private static final class CustomOnly implements Toolbox {
    @Override
    public Set<String> installed() {
      return Set.of("custom");
    }

    @Override
    public Map<String, String> installable() {
      return Map.of();
    }

    @Override
    public void install(String tool, Consumer<String> progress) {
      throw new UnsupportedOperationException(tool);
    }
  }
}
