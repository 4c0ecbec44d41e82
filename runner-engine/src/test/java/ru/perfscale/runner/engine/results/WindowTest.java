package ru.perfscale.runner.engine.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ru.perfscale.runner.engine.results.Written.JTL_HEADER;
import static ru.perfscale.runner.engine.results.Written.jtl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowTest {
  @TempDir private Path directory;

  private Path file(String name, String... lines) throws IOException {
    return Written.file(directory, name, lines);
  }

  private final long t0 = 1_000_000_000_000L;

  private Results inside(Window window) throws IOException {
    Path file =
        file(
            "a.jtl",
            JTL_HEADER + jtl(t0 + 900, 200, "b", true),
            jtl(t0, 1_000, "a", true),
            jtl(t0 + 100, 1_900, "c", true));
    return ResultFiles.read(List.of(file), window);
  }

  @Test
  void aSampleBelongsToTheMomentOfItsEnd() throws IOException {
    assertThat(inside(Window.ALL.skip(Duration.ofMillis(1_000))).counts().samples()).isEqualTo(3);
    assertThat(inside(Window.ALL.skip(Duration.ofMillis(1_001))).summary().labels())
        .containsOnlyKeys("b", "c");
    assertThat(inside(Window.ALL.to(Duration.ofMillis(2_000))).summary().labels())
        .containsOnlyKeys("a", "b");
  }

  @Test
  void instantsAndOffsetsBothHold() throws IOException {
    Window window =
        Window.ALL
            .skip(Duration.ofMillis(500))
            .from(Instant.ofEpochMilli(t0 + 1_050))
            .to(Instant.ofEpochMilli(t0 + 1_200))
            .to(Duration.ofHours(1));

    Results results = inside(window);

    assertThat(results.summary().labels()).containsOnlyKeys("b");
    assertThat(results.outside()).isEqualTo(2);
    assertThat(results.files().getFirst().samples()).isEqualTo(3);
  }

  @Test
  void aNegativeOffsetIsRefused() {
    assertThatThrownBy(() -> Window.ALL.skip(Duration.ofSeconds(-1)))
        .hasMessage("from is PT-1S, must be zero or more");
  }
}
