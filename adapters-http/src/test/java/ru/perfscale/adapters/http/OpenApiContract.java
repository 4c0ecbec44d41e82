package ru.perfscale.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Checks requests and answers against the OpenAPI document. Thread-safe. */
public final class OpenApiContract {
  public static final OpenApiContract INSTANCE = new OpenApiContract();

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final ObjectNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /** An operation of the document, such as {@code GET /api/v1/tasks}. */
  public record Operation(String method, String path, JsonNode node) {
    public String id() {
      return node.path("operationId").textValue();
    }

    public List<Integer> statuses() {
      List<Integer> statuses = new ArrayList<>();
      node.path("responses").fieldNames().forEachRemaining(s -> statuses.add(Integer.valueOf(s)));
      return statuses;
    }

    boolean matches(String actual) {
      String form =
          Pattern.compile("\\{[^}]+}")
              .splitAsStream(path + " ")
              .map(Pattern::quote)
              .reduce((left, right) -> left + "[^/]+" + right)
              .orElseThrow();
      return Pattern.matches(form, actual + " ");
    }
  }

  private OpenApiContract() {
    try (InputStream in = OpenApiContract.class.getResourceAsStream("/openapi/openapi.yaml")) {
      document = (ObjectNode) new YAMLMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (METHODS.contains(method.getKey())) {
                            operations.add(
                                new Operation(
                                    method.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    method.getValue()));
                          }
                        }));
    return operations;
  }

  /** Fails unless the document has such an answer to such a request. */
  public void check(String method, String path, Optional<JsonNode> request, Answer answer) {
    Optional<Operation> operation = find(method.equals("HEAD") ? "GET" : method, path);
    String what = method + " " + path + " → " + answer.status();
    if (operation.isEmpty()) {
      checkOutside(what, method, path, answer);
      return;
    }
    JsonNode response = operation.get().node().path("responses").path("" + answer.status());
    assertThat(response.isMissingNode())
        .as("not in the document: %s %s", what, answer.text())
        .isFalse();
    checkAnswer(what, deref(response), answer, !method.equals("HEAD"));
    if (answer.status() < 300 && request.isPresent()) {
      JsonNode body = deref(operation.get().node().path("requestBody"));
      JsonNode schema = body.path("content").path("application/json").path("schema");
      checkJson("accepted request of " + what, schema, request.get(), false);
    }
  }

  /** What is no operation of the document is refused in the form of all errors. */
  private void checkOutside(String what, String method, String path, Answer answer) {
    boolean isPath = operations().stream().anyMatch(operation -> operation.matches(trim(path)));
    if (isPath && method.equals("OPTIONS") && answer.status() == 204) {
      boolean isPreflight = answer.header("Access-Control-Allow-Origin") != null;
      assertThat(isPreflight || answer.header("Allow").contains("OPTIONS")).as(what).isTrue();
      return;
    }
    String component =
        switch (answer.status()) {
          case 401 -> "Unauthorized";
          case 404 -> isPath ? "-" : "NotFound";
          case 405 -> isPath ? "MethodNotAllowed" : "-";
          default -> "-";
        };
    JsonNode response = document.path("components").path("responses").path(component);
    assertThat(response.isMissingNode())
        .as("not in the document: %s %s", what, answer.text())
        .isFalse();
    checkAnswer(what, response, answer, !method.equals("HEAD"));
  }

  private void checkAnswer(String what, JsonNode response, Answer answer, boolean hasBody) {
    response
        .path("headers")
        .properties()
        .forEach(header -> checkHeader(what, header.getKey(), deref(header.getValue()), answer));
    JsonNode content = response.path("content");
    if (content.isMissingNode() || !hasBody) {
      assertThat(answer.bytes()).as(what).isEmpty();
      return;
    }
    String type = Optional.ofNullable(answer.header("Content-Type")).orElse("").split(";")[0];
    assertThat(content.has(type)).as("%s has the undocumented type '%s'", what, type).isTrue();
    if (type.equals("application/json")) {
      checkJson(what, content.path(type).path("schema"), answer.json(), true);
    }
  }

  private void checkHeader(String what, String name, JsonNode header, Answer answer) {
    String value = answer.header(name);
    if (value == null) {
      assertThat(header.path("required").booleanValue()).as("%s lacks %s", what, name).isFalse();
    } else {
      JsonNode text = com.fasterxml.jackson.databind.node.TextNode.valueOf(value);
      checkJson(what + " " + name, header.path("schema"), text, false);
    }
  }

  /**
   * @param strict whether fields that the document does not have are wrong, too
   */
  public void checkJson(String what, JsonNode schema, JsonNode json, boolean strict) {
    Schema compiled =
        schemas.computeIfAbsent(strict + schema.toString(), key -> compile(schema, strict));
    assertThat(compiled.validate(json)).as("%s: %s", what, json).isEmpty();
  }

  private Schema compile(JsonNode schema, boolean strict) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components").deepCopy());
    if (strict) {
      closeObjects(root);
    }
    return registry.getSchema(root);
  }

  private static void closeObjects(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").toString().contains("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(OpenApiContract::closeObjects);
  }

  private Optional<Operation> find(String method, String path) {
    return List.of(path, trim(path)).stream()
        .flatMap(
            candidate ->
                operations().stream()
                    .filter(operation -> operation.method().equals(method))
                    .filter(operation -> operation.matches(candidate))
                    .sorted(java.util.Comparator.comparing(o -> o.path().contains("{"))))
        .findFirst();
  }

  private static String trim(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  JsonNode deref(JsonNode node) {
    JsonNode ref = node.path("$ref");
    return ref.isTextual() ? document.at(ref.textValue().substring(1)) : node;
  }
}
