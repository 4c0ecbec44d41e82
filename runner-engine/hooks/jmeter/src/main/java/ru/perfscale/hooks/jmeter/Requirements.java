package ru.perfscale.hooks.jmeter;

import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.jmeter.config.CSVDataSet;
import org.apache.jmeter.samplers.Sampler;
import org.apache.jmeter.services.FileServer;
import org.apache.jmeter.threads.AbstractThreadGroup;
import org.apache.jmeter.threads.PostThreadGroup;
import org.apache.jmeter.threads.SetupThreadGroup;
import org.apache.jmeter.threads.ThreadGroup;
import org.apache.jorphan.collections.HashTree;
import org.apache.jorphan.collections.SearchByClass;
import ru.perfscale.hooks.launch.Share;

/** What a plan must have to be worth a run; JMeter itself would end well without a request. */
final class Requirements {
  private Requirements() {}

  /** There is a sampler that a thread group could run. */
  static void requireSampler(HashTree plan) {
    for (Object group : groups(plan)) {
      if (!all(Sampler.class, plan.search(group)).isEmpty()) {
        return;
      }
    }
    throw new PlanRefused("it has no enabled sampler in an enabled thread group");
  }

  /**
   * Threads to run and the files that they read are there. For a plan whose functions JMeter has
   * compiled; one with a group before the load may still make up for what is missing.
   */
  static void requireThreadsAndFiles(HashTree plan, Share share) {
    Collection<AbstractThreadGroup> groups = groups(plan);
    if (groups.stream().anyMatch(SetupThreadGroup.class::isInstance)) {
      return;
    }
    List<AbstractThreadGroup> load = new ArrayList<>(groups);
    load.removeIf(PostThreadGroup.class::isInstance);
    if (!share.isWhole()
        && load.stream().allMatch(ThreadGroup.class::isInstance)
        && load.stream().allMatch(group -> group.getNumThreads() == 0)) {
      throw new PlanRefused("share " + share + " has none of its threads; use fewer shares");
    }
    for (CSVDataSet data : all(CSVDataSet.class, plan)) {
      requireFile(data);
    }
  }

  private static void requireFile(CSVDataSet data) {
    String name = data.getPropertyAsString("filename").strip();
    File file = new File(name);
    if (!file.canRead() && !file.isAbsolute()) {
      file = new File(FileServer.getFileServer().getBaseDir(), name);
    }
    if (!file.isFile() || !file.canRead()) {
      throw new PlanRefused(
          "the CSV Data Set '"
              + data.getName()
              + "' reads '"
              + name
              + "', which is not there; a data file of this name would be right");
    }
  }

  private static Collection<AbstractThreadGroup> groups(HashTree plan) {
    return all(AbstractThreadGroup.class, plan);
  }

  private static <T> Collection<T> all(Class<T> type, HashTree tree) {
    SearchByClass<T> search = new SearchByClass<>(type);
    tree.traverse(search);
    return search.getSearchResults();
  }
}
