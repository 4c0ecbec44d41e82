package ru.perfscale.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ru.perfscale.agent.FakeAssignment.Status;

/**
 * The server's side of {@code docs/agent-protocol.md}, strict and in memory. What the agent does
 * against the protocol is kept as a violation. Guarded by itself.
 */
final class FakeProtocol {
  static final ObjectMapper JSON = new ObjectMapper();

  record Answer(int status, String body, String type) {
    Answer(int status, String body) {
      this(status, body, "application/json");
    }

    static Answer of(ObjectNode body) {
      return new Answer(200, body.toString());
    }

    static final Answer NOTHING = new Answer(204, "");

    static Answer error(int status, String code, String message) {
      return new Answer(
          status, JSON.createObjectNode().put("error", code).put("message", message).toString());
    }

    static Answer gone(String message) {
      return error(409, "conflict", message);
    }
  }

  final Map<String, FakeAssignment> assignments = new LinkedHashMap<>();
  final List<String> violations = new ArrayList<>();
  final List<String> boots = new ArrayList<>();
  JsonNode hello;
  String boot = "";
  long heartbeats;
  boolean draining;

  /** How much later it is here than by the agent's clock. */
  Duration ahead = Duration.ZERO;

  synchronized Answer hello(JsonNode request) {
    hello = request;
    boot = request.get("boot").asText();
    boots.add(boot);
    for (FakeAssignment each : assignments.values()) {
      if (each.status == Status.RUNNING && !each.boot.equals(boot)) {
        each.status = Status.LOST;
      }
    }
    return Answer.of(
        JSON.createObjectNode()
            .put("machine_id", "m_1")
            .put("server_time", Instant.now().toString()));
  }

  synchronized Answer heartbeat(JsonNode request) {
    if (!request.get("boot").asText().equals(boot)) {
      return Answer.gone("Another boot serves this machine since");
    }
    heartbeats++;
    draining |= request.path("draining").asBoolean();
    return Answer.NOTHING;
  }

  synchronized Answer clock() {
    return Answer.of(
        JSON.createObjectNode().put("server_time", Instant.now().plus(ahead).toString()));
  }

  /** Null when there is nothing to say yet. */
  synchronized Answer poll(JsonNode request, boolean patient) {
    String asking = request.get("boot").asText();
    if (!asking.equals(boot)) {
      return Answer.gone("Another boot serves this machine since");
    }
    Map<String, Long> running = new HashMap<>();
    request
        .get("running")
        .forEach(r -> running.put(r.get("assignment").asText(), r.get("epoch").asLong()));
    ObjectNode orders = JSON.createObjectNode();
    ArrayNode offers = orders.putArray("offers");
    ArrayNode starts = orders.putArray("starts");
    ArrayNode cancels = orders.putArray("cancels");
    ArrayNode drops = orders.putArray("drops");
    for (FakeAssignment each : assignments.values()) {
      boolean mine = each.status == Status.RUNNING && each.boot.equals(asking);
      if (each.status == Status.OFFERED || (mine && !running.containsKey(each.id))) {
        ObjectNode offer = offers.addObject();
        offer
            .put("assignment", each.id)
            .put("epoch", each.epoch)
            .put("tool", each.tool)
            .put("of", each.machines);
        if (!each.data.isEmpty()) {
          each.writeData(offer.putArray("data_files"));
        }
      }
      if (mine && each.startNanoTime != null && each.acked() == 0) {
        starts
            .addObject()
            .put("assignment", each.id)
            .put("epoch", each.epoch)
            .put("in_millis", (each.startNanoTime - System.nanoTime()) / 1_000_000);
      }
      if (mine && each.cancelRequested) {
        cancels.add(each.id);
      }
      if (running.containsKey(each.id) && !(mine && running.get(each.id) == each.epoch)) {
        drops.add(each.id);
      }
    }
    boolean silent = offers.isEmpty() && starts.isEmpty() && cancels.isEmpty() && drops.isEmpty();
    return silent && patient ? null : Answer.of(orders);
  }

  synchronized Answer assignment(String id, String verb, JsonNode request) {
    FakeAssignment assignment = assignments.get(id);
    if (assignment == null) {
      return Answer.error(404, "not_found", "Assignment " + id + " does not exist");
    }
    if (request.get("epoch").asLong() != assignment.epoch
        || assignment.status == Status.WITHDRAWN) {
      return Answer.gone("Assignment " + id + " is not yours; drop it");
    }
    return switch (verb) {
      case "preparing" -> preparing(assignment, request);
      case "decline" -> decline(assignment, request);
      case "data" -> data(assignment, request);
      case "accept" -> accept(assignment, request);
      case "frames" -> frames(assignment, request);
      case "finish" -> finish(assignment, request);
      default -> Answer.error(404, "not_found", verb);
    };
  }

  private Answer preparing(FakeAssignment assignment, JsonNode request) {
    if (assignment.status != Status.OFFERED) {
      return Answer.gone("Not offered");
    }
    assignment.preparing.add(request.get("message").asText());
    return Answer.NOTHING;
  }

  private Answer decline(FakeAssignment assignment, JsonNode request) {
    assignment.declined.add(request.get("message").asText());
    // It goes back, and is offered to the same machine again.
    if (assignment.status == Status.OFFERED) {
      assignment.epoch++;
    }
    return Answer.NOTHING;
  }

  /** In small parts. */
  private Answer data(FakeAssignment assignment, JsonNode request) {
    if (assignment.status != Status.OFFERED || !request.get("boot").asText().equals(boot)) {
      violations.add("data of " + assignment.id + " is asked for when it is not offered");
    }
    String text = List.copyOf(assignment.data.values()).get(request.get("file").asInt() - 1);
    int from = request.get("from").asInt();
    return new Answer(
        200, text.substring(from, Math.min(text.length(), from + 10)), "application/octet-stream");
  }

  private Answer accept(FakeAssignment assignment, JsonNode request) {
    String asking = request.get("boot").asText();
    assignment.accepts++;
    boolean again = assignment.status == Status.RUNNING && assignment.boot.equals(asking);
    if (!again && (assignment.status != Status.OFFERED || !asking.equals(boot))) {
      return Answer.gone("The offer does not stand any more");
    }
    assignment.status = Status.RUNNING;
    assignment.boot = asking;
    assignment.clock = request.get("clock");
    ObjectNode order =
        JSON.createObjectNode()
            .put("task_id", "task_of_" + assignment.id)
            .put("tool", assignment.tool)
            .put("script", assignment.script)
            .putNull("users")
            .putNull("duration_ms")
            .put("time_limit_ms", assignment.timeLimitMillis)
            .put("contact_limit_ms", assignment.contactLimitMillis)
            .put("started_at", Instant.now().toString());
    if (assignment.machines > 1) {
      order.putNull("started_at");
      order.putObject("share").put("index", 2).put("of", assignment.machines);
    }
    assignment.environment.forEach(order.putObject("environment")::put);
    return Answer.of(order);
  }

  private Answer frames(FakeAssignment assignment, JsonNode request) {
    if (assignment.status == Status.OFFERED) {
      violations.add("frames of " + assignment.id + ", which was not accepted");
      return Answer.gone("takes no frames");
    }
    JsonNode frames = request.get("frames");
    if (frames.isEmpty() || frames.size() > 60) {
      violations.add(frames.size() + " frames in a request");
    }
    long previous = frames.get(0).get("seq").asLong() - 1;
    for (JsonNode frame : frames) {
      long seq = frame.get("seq").asLong();
      if (seq != previous + 1) {
        violations.add("frame " + seq + " follows " + previous);
      }
      previous = seq;
      if (seq <= assignment.acked() && !assignment.frames.get((int) seq - 1).equals(frame)) {
        violations.add("frame " + seq + " was something else before");
      }
      if (seq == assignment.acked() + 1) {
        assignment.frames.add(frame);
      }
    }
    return acked(assignment);
  }

  private Answer finish(FakeAssignment assignment, JsonNode request) {
    if (request.get("last_seq").asLong() != assignment.acked()) {
      violations.add("finish says %s of %d".formatted(request.get("last_seq"), assignment.acked()));
      return acked(assignment);
    }
    if (assignment.report != null && !assignment.report.equals(request)) {
      violations.add("another report for " + assignment.id);
    }
    assignment.report = request;
    if (assignment.status == Status.RUNNING) {
      assignment.status = Status.FINISHED;
    }
    return acked(assignment);
  }

  private static Answer acked(FakeAssignment assignment) {
    return Answer.of(JSON.createObjectNode().put("acked_seq", assignment.acked()));
  }
}
