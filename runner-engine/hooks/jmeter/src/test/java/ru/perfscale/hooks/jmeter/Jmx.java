package ru.perfscale.hooks.jmeter;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds test plans; each element comes with the hash tree of what is below it. */
final class Jmx {
  private Jmx() {}

  static String plan(String... elements) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <jmeterTestPlan version="1.2" properties="5.0" jmeter="5.6.3">
          <hashTree>
            <TestPlan guiclass="TestPlanGui" testclass="TestPlan" testname="plan">
              <boolProp name="TestPlan.tearDown_on_shutdown">true</boolProp>
            </TestPlan>
            <hashTree>%s</hashTree>
          </hashTree>
        </jmeterTestPlan>
        """
        .formatted(String.join("\n", elements));
  }

  static String threads(int users, String loops, String... elements) {
    return group("ThreadGroup", users, loops, elements);
  }

  static String setUp(int users, String loops, String... elements) {
    return group("SetupThreadGroup", users, loops, elements);
  }

  static String tearDown(int users, String loops, String... elements) {
    return group("PostThreadGroup", users, loops, elements);
  }

  /** The number of threads may be an expression. */
  static String threads(String users, String loops, String... elements) {
    return group("ThreadGroup", users, loops, elements);
  }

  private static String group(String type, int users, String loops, String... elements) {
    return group(type, Integer.toString(users), loops, elements);
  }

  private static String group(String type, String users, String loops, String... elements) {
    return """
        <%1$s guiclass="%1$sGui" testclass="%1$s" testname="%1$s">
          <elementProp name="ThreadGroup.main_controller" elementType="LoopController">
            <boolProp name="LoopController.continue_forever">false</boolProp>
            <stringProp name="LoopController.loops">%3$s</stringProp>
          </elementProp>
          <stringProp name="ThreadGroup.num_threads">%2$s</stringProp>
          <stringProp name="ThreadGroup.ramp_time">0</stringProp>
          <stringProp name="ThreadGroup.on_sample_error">continue</stringProp>
        </%1$s>
        <hashTree>%4$s</hashTree>
        """
        .formatted(type, users, loops, String.join("\n", elements));
  }

  static String transaction(String name, boolean parentSample, String... elements) {
    return """
        <TransactionController guiclass="TransactionControllerGui" testclass="TransactionController" testname="%s">
          <boolProp name="TransactionController.parent">%s</boolProp>
        </TransactionController>
        <hashTree>%s</hashTree>
        """
        .formatted(name, parentSample, String.join("\n", elements));
  }

  /** Steps that run only where a module controller points to them. */
  static String fragment(String name, String... elements) {
    return """
        <TestFragmentController guiclass="TestFragmentControllerGui" testclass="TestFragmentController" testname="%s"/>
        <hashTree>%s</hashTree>
        """
        .formatted(name, String.join("\n", elements));
  }

  /** The path starts below the invisible root, with the plan's name. */
  static String module(String... path) {
    String names =
        Stream.concat(Stream.of("root"), Stream.of(path))
            .map("<stringProp name=\"\">%s</stringProp>"::formatted)
            .collect(Collectors.joining());
    return """
        <ModuleController guiclass="ModuleControllerGui" testclass="ModuleController" testname="module">
          <collectionProp name="ModuleController.node_path">%s</collectionProp>
        </ModuleController>
        <hashTree/>
        """
        .formatted(names);
  }

  static String http(String label, int port, String path) {
    return """
        <HTTPSamplerProxy guiclass="HttpTestSampleGui" testclass="HTTPSamplerProxy" testname="%s">
          <stringProp name="HTTPSampler.domain">127.0.0.1</stringProp>
          <stringProp name="HTTPSampler.port">%d</stringProp>
          <stringProp name="HTTPSampler.protocol">http</stringProp>
          <stringProp name="HTTPSampler.path">%s</stringProp>
          <stringProp name="HTTPSampler.method">GET</stringProp>
          <boolProp name="HTTPSampler.follow_redirects">true</boolProp>
          <boolProp name="HTTPSampler.use_keepalive">true</boolProp>
          <boolProp name="HTTPSampler.image_parser">true</boolProp>
        </HTTPSamplerProxy>
        <hashTree/>
        """
        .formatted(label, port, path);
  }

  /** Runs what is below it so many times in all. */
  static String atMost(int executions, String... elements) {
    return """
        <ThroughputController guiclass="ThroughputControllerGui" testclass="ThroughputController" testname="at most">
          <intProp name="ThroughputController.style">0</intProp>
          <boolProp name="ThroughputController.perThread">false</boolProp>
          <intProp name="ThroughputController.maxThroughput">%d</intProp>
        </ThroughputController>
        <hashTree>%s</hashTree>
        """
        .formatted(executions, String.join("\n", elements));
  }

  /** One variable, by a file without a header; a thread ends when the file does. */
  static String csv(String file, String variable) {
    return """
        <CSVDataSet guiclass="TestBeanGUI" testclass="CSVDataSet" testname="names">
          <stringProp name="filename">%s</stringProp>
          <stringProp name="variableNames">%s</stringProp>
          <stringProp name="delimiter">,</stringProp>
          <boolProp name="recycle">false</boolProp>
          <boolProp name="stopThread">true</boolProp>
          <stringProp name="shareMode">shareMode.all</stringProp>
        </CSVDataSet>
        <hashTree/>
        """
        .formatted(file, variable);
  }

  static String include(String file) {
    return """
        <IncludeController guiclass="IncludeControllerGui" testclass="IncludeController" testname="steps">
          <stringProp name="IncludeController.includepath">%s</stringProp>
        </IncludeController>
        <hashTree/>
        """
        .formatted(file);
  }

  /** What people leave in a plan from the window, even of a plugin that is not there. */
  static String listeners() {
    return """
        <ResultCollector guiclass="com.example.Graph" testclass="ResultCollector" testname="tree">
          <stringProp name="filename"></stringProp>
        </ResultCollector>
        <hashTree/>
        <Summariser guiclass="SummariserGui" testclass="Summariser" testname="summary"/>
        <hashTree/>
        """;
  }

  static String groovy(String label, String script) {
    return """
        <JSR223Sampler guiclass="TestBeanGUI" testclass="JSR223Sampler" testname="%s">
          <stringProp name="scriptLanguage">groovy</stringProp>
          <stringProp name="cacheKey">true</stringProp>
          <stringProp name="script">%s</stringProp>
        </JSR223Sampler>
        <hashTree/>
        """
        .formatted(label, script);
  }

  /** Writes one line "elapsed,label,success" per sample. */
  static String jtl(Path file) {
    return """
        <ResultCollector guiclass="SimpleDataWriter" testclass="ResultCollector" testname="jtl">
          <objProp>
            <name>saveConfig</name>
            <value class="SampleSaveConfiguration">
              <time>true</time><label>true</label><success>true</success>
              <timestamp>false</timestamp><latency>false</latency><code>false</code><message>false</message>
              <threadName>false</threadName><dataType>false</dataType><assertions>false</assertions>
              <subresults>false</subresults><fieldNames>false</fieldNames>
            </value>
          </objProp>
          <stringProp name="filename">%s</stringProp>
        </ResultCollector>
        <hashTree/>
        """
        .formatted(file);
  }
}
