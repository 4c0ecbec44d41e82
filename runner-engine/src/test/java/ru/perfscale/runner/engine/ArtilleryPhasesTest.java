package ru.perfscale.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The part of Artillery's hook that divides the load, asked by a script of its own language. */
class ArtilleryPhasesTest {
  @Test
  void usersDurationAndShareMakeThePhases() throws Exception {
    Path home = Tools.artillery().getParent().getParent();
    Path artillery = home.resolve("node_modules/artillery/bin/run");
    Process node =
        new ProcessBuilder(
                node(home).toString(),
                resource("/artillery/phases.test.js"),
                resource("/META-INF/perfscale/hooks/artillery-plugin-perfscale/phases.js"),
                artillery.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(output).isZero();
  }

  private static Path node(Path home) {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return home.resolve("node_modules/node-linux-" + (arm ? "arm64" : "x64")).resolve("bin/node");
  }

  private static String resource(String name) throws Exception {
    return Path.of(ArtilleryPhasesTest.class.getResource(name).toURI()).toString();
  }
}
