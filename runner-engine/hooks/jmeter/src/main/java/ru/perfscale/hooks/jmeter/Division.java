package ru.perfscale.hooks.jmeter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jmeter.control.ThroughputController;
import org.apache.jmeter.testelement.TestElement;
import org.apache.jmeter.threads.AbstractThreadGroup;
import org.apache.jmeter.threads.PostThreadGroup;
import org.apache.jmeter.threads.SetupThreadGroup;
import org.apache.jmeter.threads.ThreadGroup;
import org.apache.jmeter.threads.openmodel.OpenModelThreadGroup;
import org.apache.jmeter.threads.openmodel.OpenModelThreadGroupSchema;
import org.apache.jmeter.timers.ConstantThroughputTimer;
import org.apache.jmeter.timers.poissonarrivals.PreciseThroughputTimer;
import org.apache.jorphan.collections.HashTree;
import ru.perfscale.hooks.jmeter.functions.Part;
import ru.perfscale.hooks.launch.Share;

/**
 * Makes of a plan one share of it: threads, total executions, and throughput that is meant for all
 * threads are divided; loops stay as they are for each thread. Groups before and after the load run
 * whole in every share, because each prepares its own machine.
 */
final class Division {
  private static final String THREADS = AbstractThreadGroup.NUM_THREADS;
  private static final String THROUGHPUT = "throughput";
  private static final String EXECUTIONS = "ThroughputController.maxThroughput";
  private static final String SCHEDULE =
      OpenModelThreadGroupSchema.INSTANCE.getSchedule().getName();
  private static final Pattern RATE =
      Pattern.compile("(\\brate\\s*\\()((?:\\$\\{[^}]*}|[^/)])+)(?=/)");

  private final Share share;

  Division(Share share) {
    this.share = share;
  }

  void apply(HashTree tree) {
    if (share.isWhole()) {
      return;
    }
    for (Object node : tree.list()) {
      if (node instanceof SetupThreadGroup || node instanceof PostThreadGroup) {
        continue;
      }
      if (node instanceof TestElement element) {
        divide(element);
      }
      apply(tree.getTree(node));
    }
  }

  private void divide(TestElement element) {
    switch (element) {
      case ThreadGroup group -> number(group, THREADS);
      case OpenModelThreadGroup group -> schedule(group);
      case AbstractThreadGroup group -> undivided(group);
      case ConstantThroughputTimer timer when timer.getCalcMode() != 0 -> rate(timer);
      case PreciseThroughputTimer timer -> rate(timer);
      case ThroughputController controller
          when controller.getStyle() == ThroughputController.BYNUMBER
              && !controller.isPerThread() ->
          number(controller, EXECUTIONS);
      default -> {}
    }
  }

  private void number(TestElement element, String property) {
    element.setProperty(property, Part.ofNumber(element.getPropertyAsString(property), share));
  }

  private void rate(TestElement timer) {
    timer.setProperty(THROUGHPUT, Part.ofRate(timer.getPropertyAsString(THROUGHPUT), share));
  }

  private void schedule(TestElement group) {
    group.setProperty(
        SCHEDULE,
        RATE.matcher(group.getPropertyAsString(SCHEDULE))
            .replaceAll(
                rate ->
                    Matcher.quoteReplacement(rate.group(1) + Part.ofRate(rate.group(2), share))));
  }

  private void undivided(TestElement group) {
    System.err.println(
        "Share %s: nobody knows how to divide the thread group '%s' (%s), so every share runs the whole of it"
            .formatted(share, group.getName(), group.getClass().getName()));
  }
}
