package ru.perfscale.faults.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What servers acknowledged, as the network saw it: the word that must not be broken. Thread-safe.
 */
public final class Deliveries {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PATH =
      Pattern.compile("/agent/v1/assignments/([^/]+)/(frames|accept|finish)");

  private final Map<String, Log> logs = new HashMap<>();
  private final Map<String, List<String>> assignments = new HashMap<>();

  /** All that is known of one assignment. */
  private static final class Log {
    final TreeMap<Long, Long> samples = new TreeMap<>();
    long acked;
    boolean changed;
  }

  /**
   * What was acknowledged of one assignment.
   *
   * @param seq the last frame's number
   * @param samples in all frames up to it
   * @param changedOnTheWay whether a frame had other samples when it was sent again
   */
  public record Acknowledged(String assignment, long seq, long samples, boolean changedOnTheWay) {}

  void asked(Message request) {
    Matcher path = PATH.matcher(request.path());
    if (path.matches() && path.group(2).equals("frames")) {
      JsonNode body = json(request);
      synchronized (this) {
        Log log = log(path.group(1));
        body.path("frames").forEach(frame -> note(log, frame));
      }
    }
  }

  private static void note(Log log, JsonNode frame) {
    long count = 0;
    for (JsonNode interval : frame.path("intervals")) {
      count += interval.path("count").asLong();
    }
    Long before = log.samples.put(frame.path("seq").asLong(), count);
    log.changed |= before != null && before != count;
  }

  void answered(Message request, Message answer) {
    Matcher path = PATH.matcher(request.path());
    if (!path.matches() || answer.status() != 200) {
      return;
    }
    JsonNode body = json(answer);
    synchronized (this) {
      if (path.group(2).equals("accept")) {
        assignments
            .computeIfAbsent(body.path("task_id").asText(), task -> new ArrayList<>())
            .add(path.group(1));
      } else {
        Log log = log(path.group(1));
        log.acked = Math.max(log.acked, body.path("acked_seq").asLong());
      }
    }
  }

  private Log log(String assignment) {
    return logs.computeIfAbsent(assignment, id -> new Log());
  }

  private static JsonNode json(Message message) {
    try {
      return JSON.readTree(message.body());
    } catch (IOException e) {
      return JSON.createObjectNode();
    }
  }

  /** The assignments of a task that were accepted, as far as an answer said so. */
  public synchronized List<Acknowledged> of(String task) {
    return assignments.getOrDefault(task, List.of()).stream()
        .distinct()
        .map(this::acknowledged)
        .toList();
  }

  private Acknowledged acknowledged(String assignment) {
    Log log = log(assignment);
    long samples =
        log.samples.headMap(log.acked, true).values().stream().mapToLong(Long::longValue).sum();
    return new Acknowledged(assignment, log.acked, samples, log.changed);
  }
}
