package ru.perfscale.hooks.jmeter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.jmeter.JMeter;
import org.apache.jmeter.control.IncludeController;
import org.apache.jmeter.control.ReplaceableController;
import org.apache.jmeter.exceptions.IllegalUserActionException;
import org.apache.jmeter.gui.tree.JMeterTreeModel;
import org.apache.jmeter.gui.tree.JMeterTreeNode;
import org.apache.jmeter.reporters.ResultCollector;
import org.apache.jmeter.reporters.Summariser;
import org.apache.jmeter.samplers.Sampler;
import org.apache.jmeter.save.SaveService;
import org.apache.jmeter.services.FileServer;
import org.apache.jorphan.collections.HashTree;
import org.apache.jorphan.collections.SearchByClass;
import ru.perfscale.hooks.samples.SampleChannel;

/**
 * A JMX file made ready to run.
 *
 * <p>The recorder is added below each sampler instead of once at the top. JMeter sends a sampler's
 * result to the listeners in the sampler's scope, except to those that also listen to a surrounding
 * transaction in "generate parent sample" mode: they get only the transaction, with the samples
 * buried in it. A listener in the scope of one sampler alone gets each sample itself, in both modes
 * and at any depth of nesting, and never the transaction.
 */
final class Plan {
  private Plan() {}

  static HashTree load(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new PlanRefused(file + " is not a file");
      }
      FileServer.getFileServer().setBaseForScript(file.toFile());
      HashTree tree = SaveService.loadTree(file.toFile());
      if (tree == null || tree.isEmpty()) {
        throw new PlanRefused("it holds no test plan");
      }
      resolveModules(tree);
      HashTree plan = JMeter.convertSubTree(tree, true);
      dropUnreadResults(plan);
      return plan;
    } catch (IOException | IllegalUserActionException | RuntimeException e) {
      throw PlanRefused.because(e);
    }
  }

  static void record(HashTree plan, SampleChannel channel) {
    Map<Phase, SampleRecorder> recorders = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      recorders.put(phase, new SampleRecorder(channel, phase));
    }
    record(plan, Phase.MAIN, recorders);
  }

  private static void record(HashTree tree, Phase phase, Map<Phase, SampleRecorder> recorders) {
    for (Object node : tree.list()) {
      HashTree below = tree.getTree(node);
      record(below, Phase.below(node, phase), recorders);
      if (node instanceof Sampler) {
        below.add(recorders.get(phase));
      }
    }
  }

  /**
   * Module and include controllers stand for a part of another tree, which they look up from its
   * root.
   */
  @SuppressWarnings("deprecation") // The only constructor that needs no display.
  private static void resolveModules(HashTree tree) throws IllegalUserActionException {
    JMeterTreeModel model = new JMeterTreeModel(new Object());
    JMeterTreeNode root = (JMeterTreeNode) model.getRoot();
    model.addSubTree(tree, root);
    SearchByClass<ReplaceableController> controllers =
        new SearchByClass<>(ReplaceableController.class);
    tree.traverse(controllers);
    for (ReplaceableController controller : controllers.getSearchResults()) {
      controller.resolveReplacementSubTree(root);
      if (controller instanceof IncludeController include
          && controller.getReplacementSubTree() == null) {
        throw new PlanRefused(
            "the file '%s' of the Include Controller '%s' cannot be read"
                .formatted(include.getIncludePath(), include.getName()));
      }
    }
  }

  /**
   * Listeners that would keep results for a window, or write them into the work directory, which is
   * deleted after the run, cost time and disk and serve nobody.
   */
  private static void dropUnreadResults(HashTree tree) {
    for (Object node : List.copyOf(tree.list())) {
      if (node instanceof Summariser
          || node instanceof ResultCollector listener && !writesElsewhere(listener)) {
        tree.remove(node);
      } else {
        dropUnreadResults(tree.getTree(node));
      }
    }
  }

  private static boolean writesElsewhere(ResultCollector listener) {
    String file = listener.getPropertyAsString(ResultCollector.FILENAME).strip();
    return new File(file).isAbsolute() || file.contains("${");
  }
}
