package ru.perfscale.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ru.perfscale.adapters.http.Answer;
import ru.perfscale.adapters.http.ApiClient;
import ru.perfscale.adapters.http.OpenApiContract;
import ru.perfscale.adapters.http.TestServer;

class OpenApiDocumentTest {
  private static TestServer server;
  private static ApiClient anyone;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anyone = server.withoutToken();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aParserUnderstandsAllOfTheDocument() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult result =
        new OpenAPIV3Parser()
            .readContents(anyone.get("/openapi.yaml").has(200).text(), null, options);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths())
        .hasSameSizeAs(OpenApiContract.INSTANCE.document().path("paths").properties());
    assertThat(result.getOpenAPI().getServers().getFirst().getUrl()).isEqualTo("/");
  }

  @Test
  void theYamlAndTheJsonAreTheSameDocument() throws Exception {
    JsonNode yaml = new YAMLMapper().readTree(anyone.get("/openapi.yaml").has(200).bytes());

    assertThat(anyone.get("/openapi.json").has(200).json()).isEqualTo(yaml);
  }

  @Test
  void everyExampleIsAsItsSchemaSays() {
    checkExamples("the document", OpenApiContract.INSTANCE.document());
  }

  private static void checkExamples(String where, JsonNode node) {
    if (node.has("example") && node.has("schema")) {
      OpenApiContract.INSTANCE.checkJson(where, node.path("schema"), node.path("example"), true);
    }
    node.properties()
        .forEach(child -> checkExamples(where + " " + child.getKey(), child.getValue()));
  }

  @Test
  void everyOperationSaysWhatItIsFor() {
    for (OpenApiContract.Operation operation : OpenApiContract.INSTANCE.operations()) {
      assertThat(operation.id()).as(operation.path()).isNotBlank();
      assertThat(operation.node().path("summary").asText()).as(operation.id()).isNotBlank();
      assertThat(operation.node().path("tags")).as(operation.id()).hasSize(1);
    }
    assertThat(OpenApiContract.INSTANCE.operations().stream().map(o -> o.id()).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void swaggerUiShowsTheDocumentFromFilesOfOurs() {
    Answer page = anyone.get("/swagger-ui/").has(200);
    Matcher references = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(page.text());
    List<String> files = references.results().map(found -> found.group(1)).toList();

    assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(file).doesNotContain("//"));
    for (String file : files) {
      Answer part = anyone.get("/swagger-ui/" + file.replace("./", "")).has(200);
      assertThat(part.bytes()).as(file).isNotEmpty();
    }
    assertThat(anyone.get("/swagger-ui/swagger-initializer.js").text())
        .contains("/openapi.json")
        .doesNotContain("petstore");
    assertThat(page.header("Content-Security-Policy"))
        .contains("script-src 'self';", "connect-src 'self';", "frame-ancestors 'none'");
  }

  @Test
  void withoutTheSlashSwaggerUiIsFoundOnThisSite() {
    assertThat(anyone.get("/swagger-ui").has(302).header("Location")).isEqualTo("/swagger-ui/");
  }

  @Test
  void onlyTheFilesOfSwaggerUiAreServed() {
    anyone.get("/swagger-ui/swagger-ui.js.map").has(404);
    anyone.get("/swagger-ui/version.properties").has(404);
    anyone.get("/swagger-ui/oauth2-redirect.html").has(404);
  }
}
