package ru.perfscale.hooks.gatling;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
  @TempDir private Path classes;

  private AbstractThrowableAssert<?, ?> assertRefused(String source) {
    return assertThatThrownBy(() -> Script.compile(source, classes))
        .isInstanceOf(SimulationRefused.class);
  }

  @Test
  void whatJavacSaysIsTheMessage() {
    assertRefused("class X {\n  int i = ;\n}")
        .hasMessageStartingWith("script.java:2: error: illegal start of expression");
    assertRefused("import com.example.Missing;\nclass X {}")
        .hasMessageStartingWith("script.java:1: error: package com.example does not exist");
  }

  @Test
  void aSimulationInAnotherLanguageIsRefusedInAWord() {
    assertRefused("import io.gatling.core.Predef._\nclass X extends Simulation {}")
        .hasMessage("it is written in Scala; only simulations in Java can be run");
    assertRefused("import io.gatling.javaapi.core.*\n\nclass X : Simulation() {}")
        .hasMessage("it is written in Kotlin; only simulations in Java can be run");
    assertRefused("import { simulation } from \"@gatling.io/core\";")
        .hasMessage("it is written in JavaScript; only simulations in Java can be run");
  }
}
