package ru.perfscale.domain.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineDescriptionTest {
  @ParameterizedTest
  @ValueSource(strings = {"worker-01.internal", "localhost", "a", "10.0.0.1", "::1", "X-1.Example"})
  void aDnsNameOrAnAddressIsAHostname(String text) {
    assertThat(new Hostname(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        "a-",
        "a..b",
        "a_b",
        "999.1.1.1",
        "a b",
        "ü.example",
        "a.",
        "1.2.3"
      })
  void anythingElseIsNot(String text) {
    assertThatThrownBy(() -> new Hostname(text)).hasMessageStartingWith("must be a DNS name");
  }

  @Test
  void aLabelHasAtMost63CharactersAndANameAtMost253() {
    assertThat(new Hostname("a".repeat(63)).key()).hasSize(63);
    assertThatThrownBy(() -> new Hostname("a".repeat(64))).hasMessageContaining("DNS name");
    String label = "a".repeat(49) + ".";
    assertThatThrownBy(() -> new Hostname(label.repeat(5) + "abcd"))
        .hasMessageContaining("DNS name");
  }

  @Test
  void letterCaseOfAHostnameDoesNotCount() {
    assertThat(new Hostname("Worker.Internal").key())
        .isEqualTo(new Hostname("wORKER.iNTERNAL").key());
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.5", "0.0.0.0", "2001:db8::1", "::", "::ffff:10.0.0.1"})
  void addressesOfBothFamiliesAreTaken(String text) {
    assertThat(new IpAddress(text).value()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"256.1.1.1", "1.2.3", "example.com", "2001:db8:::1", "[::1]", "1.2.3.4 "})
  void whatIsNoAddressIsRefusedAndNeverLookedUp(String text) {
    assertThatThrownBy(() -> new IpAddress(text)).hasMessageContaining("IPv4 or IPv6");
  }

  @ParameterizedTest
  @CsvSource({"linux,LINUX", "darwin,MACOS", "macos,MACOS", "win32,WINDOWS", "Windows,WINDOWS"})
  void theNamesOfOtherPlatformsAreUnderstood(String text, OperatingSystem os) {
    assertThat(OperatingSystem.parse(text)).isEqualTo(os);
  }

  @ParameterizedTest
  @CsvSource({"amd64,AMD64", "x86_64,AMD64", "aarch64,ARM64", "arm64,ARM64"})
  void bothNamesOfAnArchitectureAreUnderstood(String text, Architecture arch) {
    assertThat(Architecture.parse(text)).isEqualTo(arch);
  }

  @Test
  void memoryMayHaveDecimalsButIsNeverZero() {
    Capacity capacity = new Capacity(OptionalInt.of(8), Optional.of(new BigDecimal("15.500")));
    assertThat(capacity.memoryGb()).contains(new BigDecimal("15.5"));
    assertThatThrownBy(() -> Capacity.checkMemory(BigDecimal.ZERO)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> Capacity.checkMemory(new BigDecimal("1.0001")))
        .hasMessageContaining("3 decimals");
    assertThatThrownBy(() -> Capacity.checkCores(4097)).hasMessageContaining("1 to 4096");
  }

  @Test
  void aNameIsCountedInCharactersNotInUnitsOfTheirEncoding() {
    assertThat(MachineDescription.checkName("🚀".repeat(100))).isNotEmpty();
    assertThatThrownBy(() -> MachineDescription.checkName("🚀".repeat(101)))
        .hasMessageContaining("1 to 100");
  }

  @Test
  void whatAnAgentFindsOutGoesBeforeWhatWasSaidButForTheNames() {
    MachineDescription said =
        new MachineDescription(
            "mine",
            new Hostname("known.example.com"),
            Optional.of(new IpAddress("10.0.0.1")),
            OperatingSystem.MACOS,
            Architecture.ARM64,
            new Capacity(OptionalInt.of(2), Optional.of(BigDecimal.ONE)));
    MachineFacts facts =
        new MachineFacts(
            new Hostname("ip-10-0-0-1"),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            new Capacity(OptionalInt.of(8), Optional.empty()));

    assertThat(said.corrected(facts))
        .isEqualTo(
            new MachineDescription(
                "mine",
                new Hostname("known.example.com"),
                Optional.of(new IpAddress("10.0.0.1")),
                OperatingSystem.LINUX,
                Architecture.AMD64,
                new Capacity(OptionalInt.of(8), Optional.of(BigDecimal.ONE))));
  }

  @Test
  void aHostThatRegistersItselfIsNamedByItsHostnameOrAsItLikes() {
    MachineFacts facts =
        new MachineFacts(
            new Hostname("a".repeat(60) + "." + "b".repeat(60)),
            Optional.empty(),
            OperatingSystem.LINUX,
            Architecture.AMD64,
            Capacity.UNKNOWN);

    assertThat(MachineDescription.of(facts, Optional.empty()).name()).hasSize(100);
    assertThat(MachineDescription.of(facts, Optional.of("mine")).name()).isEqualTo("mine");
  }
}
