package ru.perfscale.hooks.jmeter;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.jmeter.engine.util.CompoundVariable;
import org.apache.jmeter.testelement.TestElement;
import org.apache.jmeter.threads.openmodel.OpenModelThreadGroup;
import org.apache.jmeter.threads.openmodel.OpenModelThreadGroupSchema;
import org.apache.jmeter.timers.ConstantThroughputTimer;
import org.apache.jmeter.timers.poissonarrivals.PreciseThroughputTimer;
import org.apache.jorphan.collections.ListedHashTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ru.perfscale.hooks.launch.Share;

class DivisionTest {
  @BeforeAll
  static void load() {
    TestHome.load();
  }

  private static String divided(TestElement element, String property) {
    ListedHashTree tree = new ListedHashTree();
    tree.add(element);
    new Division(new Share(2, 3)).apply(tree);
    return new CompoundVariable(element.getPropertyAsString(property)).execute();
  }

  private static ConstantThroughputTimer constant(int mode) {
    ConstantThroughputTimer timer = new ConstantThroughputTimer();
    timer.setThroughput(600);
    timer.setCalcMode(mode);
    return timer;
  }

  @Test
  void throughputOfAllThreadsIsDividedAndThatOfEachIsNot() {
    assertThat(divided(constant(0), "throughput")).isEqualTo("600.0");
    for (int mode = 1; mode <= 4; mode++) {
      assertThat(divided(constant(mode), "throughput")).isEqualTo("200.0");
    }
    PreciseThroughputTimer precise = new PreciseThroughputTimer();
    precise.setProperty("throughput", "${__P(rate,100)}");
    assertThat(Double.parseDouble(divided(precise, "throughput"))).isEqualTo(100.0 / 3);
    assertThat(divided(constant(2), "calcMode")).as("else nothing changes").isEqualTo("2");
  }

  @Test
  void theRatesOfAnOpenModelAreDivided() {
    OpenModelThreadGroup group = new OpenModelThreadGroup();
    group.setScheduleString(
        "rate(0) random_arrivals(10 s) rate(${__P(r,30)}/min) pause(2 min) rate (1.5/sec)");
    assertThat(divided(group, OpenModelThreadGroupSchema.INSTANCE.getSchedule().getName()))
        .isEqualTo("rate(0) random_arrivals(10 s) rate(10/min) pause(2 min) rate (0.5/sec)");
  }
}
