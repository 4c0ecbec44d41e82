package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import ru.perfscale.application.machine.EnrolAgent.Enrolment;
import ru.perfscale.domain.identity.TenantId;

/** Plays an agent that has k6: says hello, takes offers, delivers frames, reports the end. */
public final class AgentScript {
  public static final String INTERVAL =
      """
      {"label": "GET /", "kind": "http", "outcome": "ok", "phase": "main", "measure": "service",
       "count": 230, "untimed": 0, "sum_nanos": 32660000000, "min_nanos": 142000000,
       "max_nanos": 490000000, "first_start_nanos": 1736935500000000000,
       "last_end_nanos": 1736935501000000000, "histogram": "aGlzdG9ncmFt"}""";

  public static final String COUNTS =
      """
      [{"label": "GET /", "kind": "http", "outcome": "ok", "phase": "main", "measure": "service",
        "count": 230}]""";

  public final ApiClient client;
  public final String machine;

  /** An offer as the agent was told of it. */
  public record Offer(String assignment, long epoch) {
    public String path(String answer) {
      return "/agent/v1/assignments/" + assignment + "/" + answer;
    }
  }

  private AgentScript(ApiClient client, String machine) {
    this.client = client;
    this.machine = machine;
  }

  public static AgentScript hello(TestServer server, TenantId tenant, String hostname) {
    Enrolment enrolment = server.enrol(tenant, hostname);
    AgentScript agent =
        new AgentScript(server.as(enrolment.credential()), enrolment.agent().machine().value());
    agent.hello("b1").has(200);
    return agent;
  }

  /** As another life of which the agent knows that it was the first one's successor. */
  public Answer helloInsteadOf(String earlier, String boot) {
    return hello(boot, ", \"replaces\": [\"" + earlier + "\"]");
  }

  public Answer hello(String boot) {
    return hello(boot, "");
  }

  /**
   * @param more further fields, with a comma before each
   */
  public Answer hello(String boot, String more) {
    return client.post(
        "/agent/v1/hello",
        """
        {"boot": "%s", "installed": ["k6", "some-future-tool"], "installable": ["jmeter"],
         "version": "0.1.0"%s}"""
            .formatted(boot, more));
  }

  public Answer poll() {
    return client.post("/agent/v1/poll", "{\"boot\": \"b1\", \"running\": []}");
  }

  public Offer nextOffer() {
    JsonNode offer = poll().has(200).json().path("offers").path(0);
    assertThat(offer.path("tool").textValue()).isEqualTo("k6");
    return new Offer(offer.path("assignment").textValue(), offer.path("epoch").longValue());
  }

  public Answer accept(Offer offer) {
    return client.post(
        offer.path("accept"), "{\"boot\": \"b1\", \"epoch\": %d}".formatted(offer.epoch()));
  }

  /** Takes what is offered. */
  public Offer start() {
    Offer offer = nextOffer();
    accept(offer).has(200);
    return offer;
  }

  public Answer frames(Offer offer, String frames) {
    return client.post(
        offer.path("frames"), "{\"epoch\": %d, \"frames\": %s}".formatted(offer.epoch(), frames));
  }

  public static String frame(int seq, String intervals) {
    return """
        {"seq": %d, "second": %d, "users": 10, "late": 0, "skewed": 0, "intervals": [%s]}"""
        .formatted(seq, seq - 1, intervals);
  }

  public Answer finish(Offer offer, String end, long lastSeq, String counts) {
    return client.post(
        offer.path("finish"),
        """
        {"epoch": %d, "end": "%s", "message": "what the tool said", "judges_errors": false,
         "latency": {"meaning": "from request to last byte", "resolution_nanos": 1000},
         "last_seq": %d, "counts": %s, "log_tail": "the last line",
         "stop": {"means": "pid_namespace", "asked_at": null,
          "load_ended_at": "2025-01-15T10:05:30.5Z", "killed": 0, "nothing_left": true}}"""
            .formatted(offer.epoch(), end, lastSeq, counts));
  }
}
