package ru.perfscale.benchmarks.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import ru.perfscale.benchmarks.servers.Api;
import ru.perfscale.bootstrap.Main;

/** A machine of its own: the command {@code agent} in another process. */
final class AgentProcess implements AutoCloseable {
  private static final int LOOK = 100;

  private final Process process;
  private final String machine;

  private AgentProcess(Process process, String machine) {
    this.process = process;
    this.machine = machine;
  }

  /** Registers a machine, starts its agent and returns when that is heard. */
  static AgentProcess join(Api api, Path home) throws IOException, InterruptedException {
    String machine =
        api.post(
                "/machines",
                Map.of(
                    "name", "worker", "hostname", "worker.example", "os", "linux", "arch", arch()))
            .required("id")
            .asText();
    String token =
        api.post("/machines/" + machine + "/join-tokens", Map.of()).required("token").asText();
    Path file =
        Files.createFile(
            home.resolve("join-token"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, token);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dperfscale.log.level=WARN",
            Main.class.getName(),
            "agent",
            "--server",
            api.server().toString(),
            "--join-file",
            file.toString(),
            "--data",
            home.resolve("agent").toString());
    builder.environment().put("PERFSCALE_OFFLINE", "true");
    builder.environment().put("PERFSCALE_CACHE_DIR", home.resolve("agent-cache").toString());
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    AgentProcess agent = new AgentProcess(process, machine);
    try {
      api.await(
          "/machines/" + machine, LOOK, seen -> seen.required("status").asText().equals("online"));
      return agent;
    } catch (IOException | InterruptedException e) {
      agent.close();
      throw e;
    }
  }

  private static String arch() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  String machine() {
    return machine;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
