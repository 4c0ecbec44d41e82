package ru.perfscale.bootstrap.tools;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;

/**
 * Fetches exactly the locked artifacts, as the user's own Maven would: its default repository, the
 * user's settings (mirrors, proxies) and local repository.
 */
final class MavenArtifacts {
  private static final int BATCH = 10;

  /**
   * Copies artifacts into a directory, each after its digest was checked.
   *
   * @param done told how many are there, now and then
   */
  void copy(List<Lock.Entry> entries, Path into, IntConsumer done)
      throws IOException, InterruptedException {
    try (Context context =
        Runtimes.INSTANCE
            .getRuntime()
            .create(ContextOverrides.create().withUserSettings(true).build())) {
      for (int start = 0; start < entries.size(); start += BATCH) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        List<Lock.Entry> batch = entries.subList(start, Math.min(entries.size(), start + BATCH));
        List<ArtifactResult> results = resolve(context, batch);
        for (int i = 0; i < batch.size(); i++) {
          copy(batch.get(i), results.get(i).getArtifact(), into);
        }
        done.accept(start + batch.size());
      }
    }
  }

  private static List<ArtifactResult> resolve(Context context, List<Lock.Entry> batch) {
    List<ArtifactRequest> requests =
        batch.stream()
            .map(
                entry ->
                    new ArtifactRequest(artifact(entry.name()), context.remoteRepositories(), null))
            .toList();
    try {
      return context
          .repositorySystem()
          .resolveArtifacts(context.repositorySystemSession(), requests);
    } catch (ArtifactResolutionException e) {
      throw new InstallFailed("Maven could not fetch everything: " + e.getMessage(), e);
    }
  }

  /** The copy is checked, not the original, which others may write to. */
  private static void copy(Lock.Entry entry, Artifact artifact, Path into) throws IOException {
    Path copy = into.resolve(fileName(artifact));
    Files.copy(artifact.getFile().toPath(), copy);
    String found = Digests.sha256(copy);
    if (!found.equals(entry.digest())) {
      throw new InstallFailed(
          entry.name()
              + " was refused: its SHA-256 is "
              + found
              + ", the lock file says "
              + entry.digest()
              + "; if "
              + artifact.getFile()
              + " is damaged, delete it and try again");
    }
  }

  /** A directory that was filled elsewhere must hold the locked artifacts and nothing else. */
  static void requireLocked(List<Lock.Entry> entries, Path directory) throws IOException {
    Set<Path> expected = new HashSet<>();
    for (Lock.Entry entry : entries) {
      Path file = directory.resolve(fileName(artifact(entry.name())));
      expected.add(file);
      if (!Files.isRegularFile(file) || !Digests.sha256(file).equals(entry.digest())) {
        throw new InstallFailed(
            entry.name() + " was refused: it is not there or not what the lock file says");
      }
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!file.equals(directory) && !expected.contains(file)) {
          throw new InstallFailed(
              directory.relativize(file) + " was refused: it is in no lock file");
        }
      }
    }
  }

  static String fileName(Artifact artifact) {
    String classifier = artifact.getClassifier().isEmpty() ? "" : "-" + artifact.getClassifier();
    return artifact.getArtifactId()
        + "-"
        + artifact.getVersion()
        + classifier
        + "."
        + artifact.getExtension();
  }

  /**
   * @param name {@code group:artifact:version} or {@code group:artifact:version:classifier}; always
   *     a jar
   */
  static Artifact artifact(String name) {
    String[] parts = name.split(":");
    return new DefaultArtifact(
        parts[0], parts[1], parts.length > 3 ? parts[3] : "", "jar", parts[2]);
  }
}
