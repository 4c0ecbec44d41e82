package ru.perfscale.bootstrap.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityStoreTest {
  @TempDir private Path parent;

  private Path directory() {
    return parent.resolve("identity");
  }

  @Test
  void whatWasStoredIsReadAgain() throws IOException {
    IdentityStore created = IdentityStore.open(directory());

    IdentityStore read = IdentityStore.open(directory());

    assertThat(read).isEqualTo(created);
    assertThat(read.subjects()).containsOnlyKeys("demo", "viewer", "admin", "other");
    assertThat(read.subjects().values()).doesNotHaveDuplicates();
  }

  @Test
  void onlyTheOwnerCanReadItAndNothingElseIsLeft() throws IOException {
    IdentityStore.open(directory());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory())) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(2);
      for (Path file : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aUserThatIsNewGetsAnIdAndTheOthersKeepTheirs() throws IOException {
    Files.createDirectories(directory());
    String kept = "7f0c2f6e-3a4b-4a3e-9d3e-0d9b3f1c2a11";
    Files.writeString(directory().resolve("development-users.json"), "{\"demo\":\"" + kept + "\"}");

    IdentityStore store = IdentityStore.open(directory());

    assertThat(store.subjects()).containsEntry("demo", kept).containsKey("other");
    assertThat(IdentityStore.open(directory()).subjects()).isEqualTo(store.subjects());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"RSA\"}]}"})
  void damagedKeysAreAnErrorThatNamesTheFile(String content) throws IOException {
    IdentityStore.open(directory());
    Path file = directory().resolve("development-keys.json");
    Files.writeString(file, content);

    assertThatThrownBy(() -> IdentityStore.open(directory()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Restore it, or delete it: every token in use becomes invalid");
    assertThat(file).hasContent(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "{\"demo\":1}", "{\"demo\":\"x\"}", "{\"demo\":null}"})
  void damagedUserIdsAreAnErrorThatNamesTheFile(String content) throws IOException {
    IdentityStore.open(directory());
    Path file = directory().resolve("development-users.json");
    Files.writeString(file, content);

    assertThatThrownBy(() -> IdentityStore.open(directory()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Restore it, or delete it");
    assertThat(file).hasContent(content);
  }

  @Test
  void keysAreNotShownByAccident() throws IOException {
    IdentityStore store = IdentityStore.open(directory());

    assertThat(store.toString()).isEqualTo("IdentityStore[" + store.subjects().keySet() + "]");
  }
}
