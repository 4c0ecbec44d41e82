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
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ru.perfscale.runner.engine.tool.Gatling;
import ru.perfscale.runner.engine.tool.JMeter;

/**
 * To write the lock files anew: {@code mvn -pl bootstrap -am test -Dtest=MavenLockTest
 * -Dlock=write}.
 */
class MavenLockTest {
  private static final Path ROOT = Path.of(System.getProperty("perfscale.root"));

  /** A tool of Maven artifacts, with the ones it is made of and their names in words. */
  private enum Locked {
    JMETER(
        "JMeter's http, java, functions, components and config modules",
        "org.apache.jmeter:ApacheJMeter_http:" + JMeter.VERSION,
        "org.apache.jmeter:ApacheJMeter_java:" + JMeter.VERSION,
        "org.apache.jmeter:ApacheJMeter_functions:" + JMeter.VERSION,
        "org.apache.jmeter:ApacheJMeter_components:" + JMeter.VERSION,
        "org.apache.jmeter:ApacheJMeter_config:" + JMeter.VERSION),
    GATLING(
        "Gatling's app, http-java and charts-highcharts modules",
        "io.gatling:gatling-app:" + Gatling.VERSION,
        "io.gatling:gatling-http-java:" + Gatling.VERSION,
        "io.gatling.highcharts:gatling-charts-highcharts:" + Gatling.VERSION);

    private final String words;
    private final List<String> modules;

    Locked(String words, String... modules) {
      this.words = words;
      this.modules = List.of(modules);
    }

    String tool() {
      return name().toLowerCase(Locale.ROOT);
    }

    String header() {
      return """
          # What "tools install %s" fetches: each artifact with its SHA-256. Made from what Maven resolves for
          # %s; MavenLockTest compares, and tells how to write it anew.
          """
          .formatted(tool(), words);
    }

    Path file() {
      return ROOT.resolve(
          "bootstrap/src/main/resources/ru/perfscale/bootstrap/tools/" + tool() + ".lock");
    }

    Path tested() {
      return ROOT.resolve("runner-engine/hooks/" + tool() + "/target/" + tool() + "/lib");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLockNamesExactlyWhatMavenResolves(Locked locked) throws Exception {
    List<Lock.Entry> resolved = resolve(locked.modules);
    if ("write".equals(System.getProperty("lock"))) {
      StringBuilder text = new StringBuilder(locked.header());
      resolved.forEach(
          entry -> text.append(entry.name()).append(' ').append(entry.digest()).append('\n'));
      Files.writeString(locked.file(), text);
    }
    assertThat(Lock.parse(locked.tool(), Files.readString(locked.file())).entries())
        .isEqualTo(resolved);
  }

  @ParameterizedTest
  @EnumSource
  void theLockNamesExactlyTheJarsThatTheHookIsTestedWith(Locked locked) throws IOException {
    List<String> tested = new ArrayList<>();
    try (Stream<Path> jars = Files.list(locked.tested())) {
      for (Path jar : jars.toList()) {
        tested.add(jar.getFileName() + " " + Digests.sha256(jar));
      }
    }
    assertThat(Lock.parse(locked.tool(), Files.readString(locked.file())).entries())
        .extracting(
            entry ->
                MavenArtifacts.fileName(MavenArtifacts.artifact(entry.name()))
                    + " "
                    + entry.digest())
        .containsExactlyInAnyOrderElementsOf(tested);
  }

  private static List<Lock.Entry> resolve(List<String> modules) throws Exception {
    try (Context context =
        Runtimes.INSTANCE
            .getRuntime()
            .create(ContextOverrides.create().withUserSettings(true).build())) {
      CollectRequest collect = new CollectRequest().setRepositories(context.remoteRepositories());
      for (String module : modules) {
        Artifact artifact = MavenArtifacts.artifact(module);
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
