package ru.perfscale.runner.engine.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.Means;

class NamespaceTest {
  /** Starts something in a PID namespace of its own and waits until it is there. */
  private static Process start(Isolation isolation) throws Exception {
    List<String> command = new ArrayList<>(isolation.supervisorPrefix());
    command.addAll(List.of("sh", "-c", "echo ready; exec sleep 600"));
    Process process = Command.builder(command).start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    return process;
  }

  private static void end(Process process) throws Exception {
    process.destroyForcibly().waitFor();
  }

  @Test
  void aNamespaceThatIsHeldGivesItsNameToNoOther() throws Exception {
    Isolation isolation = Isolation.probe(Optional.empty());
    Assumptions.assumeTrue(isolation.means() == Means.PID_NAMESPACE, "no PID namespaces here");
    Process first = start(isolation);
    Set<String> later = new HashSet<>();

    try (Namespace held = Namespace.ofChildrenOf(first.pid())) {
      ProcessSearch search = new ProcessSearch(Optional.of(held), 0, "NO_SUCH=mark");
      assertThat(search.find()).hasSize(1);
      end(first);
      for (int i = 0; i < 40; i++) {
        Process next = start(isolation);
        later.add(nameOf(next));
        assertThat(search.find()).doesNotContain(Math.toIntExact(next.pid()));
        end(next);
      }
      assertThat(search.find()).isEmpty();
      assertThat(later).isNotEmpty().doesNotContain(held.name());
    }
  }

  private static String nameOf(Process process) throws IOException {
    return Files.readSymbolicLink(
            Path.of("/proc", Long.toString(process.pid()), "ns", "pid_for_children"))
        .toString();
  }
}
