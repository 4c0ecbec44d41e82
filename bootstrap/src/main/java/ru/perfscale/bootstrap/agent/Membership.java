package ru.perfscale.bootstrap.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import ru.perfscale.agent.protocol.Credential;
import ru.perfscale.bootstrap.settings.SettingsException;

/** What a host is to a control plane, as it is kept in files. */
final class Membership {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OwnFile joined;
  private final OwnFile joining;

  /**
   * As whom the host speaks to a control plane.
   *
   * @param token tells the join token that it joins or joined with
   */
  record Pass(URI server, Credential credential, String token) {}

  /**
   * @param machine the id that the control plane gave
   */
  record State(Pass pass, String machine) {}

  Membership(OwnFile joined, OwnFile joining) {
    this.joined = joined;
    this.joining = joining;
  }

  /** What it is, if it ever joined. */
  Optional<State> joined() {
    return joined
        .read()
        .map(text -> parsed(joined, text, json -> new State(pass(json), text(json, "machine"))));
  }

  /** With what it asked to join, if it was never answered. */
  Optional<Pass> joining() {
    return joining.read().map(text -> parsed(joining, text, Membership::pass));
  }

  /** Asks with this from now on; what it was before still holds. */
  void begin(Pass pass) {
    joining.write(json(pass).toPrettyString() + "\n");
  }

  void become(State state) {
    joined.write(json(state.pass()).put("machine", state.machine()).toPrettyString() + "\n");
    joining.delete();
  }

  /** Where it stands what the host is. */
  String path() {
    return joined.path().toString();
  }

  private static ObjectNode json(Pass pass) {
    return JSON.createObjectNode()
        .put("server", pass.server().toString())
        .put("credential", pass.credential().secret())
        .put("token", pass.token());
  }

  private static <T> T parsed(OwnFile file, String text, Function<JsonNode, T> read) {
    try {
      return read.apply(JSON.readTree(text));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new SettingsException(
          "The file " + file.path() + " is damaged; remove it and join again with --join TOKEN");
    }
  }

  private static Pass pass(JsonNode json) {
    return new Pass(
        URI.create(text(json, "server")),
        new Credential(text(json, "credential")),
        text(json, "token"));
  }

  private static String text(JsonNode json, String field) {
    return json.required(field).asText();
  }
}
