package ru.perfscale.bootstrap.tools;

import static org.assertj.core.api.Assertions.assertThat;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.junit.jupiter.api.Test;
import ru.perfscale.runner.engine.tool.JMeter;

/**
 * To write the lock file anew: {@code mvn -pl bootstrap -am test -Dtest=JMeterLockTest
 * -Dlock=write}.
 */
class JMeterLockTest {
  private static final Path ROOT = Path.of(System.getProperty("perfscale.root"));
  private static final Path FILE =
      ROOT.resolve("bootstrap/src/main/resources/ru/perfscale/bootstrap/tools/jmeter.lock");
  private static final String HEADER =
      """
      # What "tools install jmeter" fetches: each artifact with its SHA-256. Made from what Maven resolves for JMeter's
      # http, java, functions, components and config modules; JMeterLockTest compares, and tells how to write it anew.
      """;

  @Test
  void theLockNamesExactlyWhatMavenResolves() throws Exception {
    List<Lock.Entry> resolved = resolve();
    if ("write".equals(System.getProperty("lock"))) {
      StringBuilder text = new StringBuilder(HEADER);
      resolved.forEach(
          entry -> text.append(entry.name()).append(' ').append(entry.digest()).append('\n'));
      Files.writeString(FILE, text);
    }
    assertThat(Lock.parse(FILE.toString(), Files.readString(FILE)).entries()).isEqualTo(resolved);
  }

  @Test
  void theLockNamesExactlyTheJarsThatTheHookIsTestedWith() throws IOException {
    List<String> tested = new ArrayList<>();
    try (Stream<Path> jars =
        Files.list(ROOT.resolve("runner-engine/hooks/jmeter/target/jmeter/lib"))) {
      for (Path jar : jars.toList()) {
        tested.add(jar.getFileName() + " " + Digests.sha256(jar));
      }
    }
    assertThat(Lock.read("jmeter.lock").entries())
        .extracting(
            entry ->
                MavenArtifacts.fileName(MavenArtifacts.artifact(entry.name()))
                    + " "
                    + entry.digest())
        .containsExactlyInAnyOrderElementsOf(tested);
  }

  private static List<Lock.Entry> resolve() throws Exception {
    try (Context context =
        Runtimes.INSTANCE
            .getRuntime()
            .create(ContextOverrides.create().withUserSettings(true).build())) {
      CollectRequest collect = new CollectRequest().setRepositories(context.remoteRepositories());
      for (String module : List.of("http", "java", "functions", "components", "config")) {
        Artifact artifact =
            MavenArtifacts.artifact(
                "org.apache.jmeter:ApacheJMeter_" + module + ":" + JMeter.VERSION);
        collect.addDependency(new Dependency(artifact, "runtime"));
      }
      List<Lock.Entry> entries = new ArrayList<>();
      for (ArtifactResult result :
          context
              .repositorySystem()
              .resolveDependencies(
                  context.repositorySystemSession(),
                  new DependencyRequest(collect, DependencyFilterUtils.classpathFilter("runtime")))
              .getArtifactResults()) {
        Artifact artifact = result.getArtifact();
        String classifier =
            artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier();
        entries.add(
            new Lock.Entry(
                artifact.getGroupId()
                    + ":"
                    + artifact.getArtifactId()
                    + ":"
                    + artifact.getVersion()
                    + classifier,
                Digests.sha256(artifact.getFile().toPath())));
      }
      entries.sort((a, b) -> a.name().compareTo(b.name()));
      return entries;
    }
  }
}
