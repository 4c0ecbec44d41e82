package ru.perfscale.hooks.jmeter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.apache.jmeter.JMeter;
import org.apache.jmeter.control.ReplaceableController;
import org.apache.jmeter.exceptions.IllegalUserActionException;
import org.apache.jmeter.gui.tree.JMeterTreeModel;
import org.apache.jmeter.gui.tree.JMeterTreeNode;
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
      File plan = file.toFile();
      FileServer.getFileServer().setBaseForScript(plan);
      HashTree tree = SaveService.loadTree(plan);
      if (tree == null || tree.isEmpty()) {
        throw new PlanRefused("it holds no test plan");
      }
      resolveModules(tree);
      return JMeter.convertSubTree(tree, true);
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
    }
  }
}
