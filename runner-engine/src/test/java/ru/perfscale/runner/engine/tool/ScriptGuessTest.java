package ru.perfscale.runner.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptGuessTest {
  @Test
  void aScriptIsKnownByItsContentWhateverItsName() {
    assertThat(LoadTools.guess("plan.txt", "<?xml version='1.0'?>\n<jmeterTestPlan version='1.2'>"))
        .contains("jmeter");
    assertThat(LoadTools.guess("x", "import http from 'k6/http';")).contains("k6");
    assertThat(LoadTools.guess("x", "import { sleep } from \"k6\";")).contains("k6");
    assertThat(LoadTools.guess("x", "const http = require('k6/http')")).contains("k6");
    assertThat(LoadTools.guess("x", "# load\nfrom locust import HttpUser, task"))
        .contains("locust");
    assertThat(LoadTools.guess("x", "public class S extends Simulation {}")).contains("gatling");
    assertThat(LoadTools.guess("x", "config:\n  target: http://t\nscenarios:\n  - flow: []\n"))
        .contains("artillery");
    assertThat(LoadTools.guess("x", "{\n  \"config\": {},\n  \"scenarios\": []\n}"))
        .contains("artillery");
    assertThat(LoadTools.guess("x.js", "#!/bin/bash\ncurl x")).contains("custom");
  }

  @Test
  void elseItsNameDecides() {
    assertThat(LoadTools.guess("a/B.JS", "export default () => {}")).contains("k6");
    assertThat(LoadTools.guess("test.yml", "scenarios: []")).contains("artillery");
    assertThat(LoadTools.guess("run.sh", "curl x")).contains("custom");
    assertThat(LoadTools.guess("README", "hello")).isEmpty();
    assertThat(LoadTools.guess("", "config: the scenarios: none")).isEmpty();
  }
}
