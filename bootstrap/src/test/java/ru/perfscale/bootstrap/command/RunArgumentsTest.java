package ru.perfscale.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ru.perfscale.runner.engine.DataFile;
import ru.perfscale.runner.engine.DataFile.Split;

class RunArgumentsTest {
  @TempDir private Path directory;

  @Nested
  class ASecret {
    @Test
    void isTheValueOfItsEnvironmentVariable() throws IOException {
      NamedValue secret = NamedValue.secret("TOKEN", Map.of("TOKEN", "a=b"));
      assertThat(secret).isEqualTo(new NamedValue("TOKEN", "a=b"));
      assertThat(secret.toString()).doesNotContain("a=b");
      assertThatThrownBy(() -> NamedValue.secret("TOKEN", Map.of()))
          .hasMessageContainingAll("no environment variable", "--secret TOKEN=@FILE");
    }

    @Test
    void isWhatAFileHoldsWithoutTheLineFeedAtItsEnd() throws IOException {
      Path file = Files.writeString(directory.resolve("token"), "abc\n");
      assertThat(NamedValue.secret("TOKEN=@" + file, Map.of()).value()).isEqualTo("abc");
      assertThatThrownBy(() -> NamedValue.secret("TOKEN=@" + file + "x", Map.of()))
          .hasMessageContainingAll(file + "x", "is not there");
    }

    @Test
    void onTheCommandLineIsRefusedAndNotRepeated() {
      assertThatThrownBy(() -> NamedValue.secret("TOKEN=hunter2", Map.of()))
          .hasMessageContainingAll("every user of the machine", "TOKEN=@FILE")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Nested
  class AParameter {
    @Test
    void isANameAndAllBehindTheFirstEqualsSign() {
      assertThat(NamedValue.parameter("url=http://a/?b=c"))
          .isEqualTo(new NamedValue("url", "http://a/?b=c"));
      assertThat(NamedValue.parameter("empty=").value()).isEmpty();
      assertThatThrownBy(() -> NamedValue.parameter("url")).hasMessageContaining("NAME=VALUE");
    }
  }

  @Nested
  class ADataFile {
    @Test
    void liesWhereItLiesAsSeenFromTheScript() throws IOException {
      Path tests = Files.createDirectories(directory.resolve("tests/data")).getParent();
      Path near = Files.writeString(tests.resolve("data/users.csv"), "");
      Path far = Files.writeString(directory.resolve("far.csv"), "");
      DataOption option = new DataOption(tests);
      assertThat(option.files(near.toString()))
          .containsExactly(new DataFile("data/users.csv", near, Split.WHOLE));
      assertThat(option.files(far + ":divided"))
          .containsExactly(new DataFile("far.csv", far, Split.DIVIDED));
      assertThat(option.files(far + ":divided-after-header"))
          .containsExactly(new DataFile("far.csv", far, Split.DIVIDED_AFTER_HEADER));
    }

    @Test
    void ofADirectoryIsEachFileInIt() throws IOException {
      Path lib = Files.createDirectories(directory.resolve("lib/inner")).getParent();
      Files.writeString(lib.resolve("a.js"), "");
      Files.writeString(lib.resolve("inner/b.js"), "");
      assertThat(new DataOption(directory).files(lib.toString()))
          .extracting(DataFile::name)
          .containsExactly("lib/a.js", "lib/inner/b.js");
    }

    @Test
    void thatIsMissingIsNamed() {
      assertThatThrownBy(() -> new DataOption(directory).files("no.csv:divided"))
          .hasMessageContainingAll("--data no.csv:divided", "is not there");
    }
  }

  @Nested
  class AScript {
    @Test
    void isForTheToolThatItsContentTells() throws IOException {
      Path file = Files.writeString(directory.resolve("x.txt"), "import http from 'k6/http';");
      Script script = Script.read(file.toString(), Optional.empty());
      assertThat(script.tool()).isEqualTo("k6");
      assertThat(script.name()).isEqualTo("x.txt");
      assertThat(script.directory()).isEqualTo(directory);
      assertThat(Script.read(file.toString(), Optional.of("custom")).tool()).isEqualTo("custom");
    }

    @Test
    void thatTellsNothingNeedsATool() throws IOException {
      Path file = Files.writeString(directory.resolve("notes.txt"), "hello");
      assertThatThrownBy(() -> Script.read(file.toString(), Optional.empty()))
          .hasMessageContainingAll("nothing in notes.txt tells its tool", "--tool", "jmeter");
      assertThatThrownBy(() -> Script.read(file.toString(), Optional.of("jmetre")))
          .hasMessageContaining("did you mean jmeter?");
    }

    @Test
    void thatIsNoTextOrNotThereIsRefused() throws IOException {
      Path binary = Files.write(directory.resolve("tool"), new byte[] {0x7f, (byte) 0xff});
      assertThatThrownBy(() -> Script.read(binary.toString(), Optional.of("custom")))
          .hasMessageContaining("no UTF-8 text");
      assertThatThrownBy(() -> Script.read(directory.toString(), Optional.empty()))
          .hasMessageContaining("is a directory");
      assertThatThrownBy(() -> Script.read("none.js", Optional.empty()))
          .hasMessageContaining("is not there");
    }
  }
}
