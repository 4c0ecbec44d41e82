package ru.perfscale.bootstrap.tools;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
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
