package ru.perfscale.adapters.http;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ru.perfscale.adapters.http.OpenApiContract.Operation;

/** Over every route of the OpenAPI document, so that a new one cannot be forgotten. */
class RolesTest {
  private static TestServer server;
  private static Situations situations;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    situations = new Situations(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Stream<Operation> ofPeople(boolean reading) {
    return OpenApiContract.INSTANCE.operations().stream()
        .filter(operation -> operation.path().startsWith("/api/"))
        .filter(operation -> operation.method().equals("GET") == reading);
  }

  private static DynamicTest test(Operation operation, String token, int status) {
    return DynamicTest.dynamicTest(
        token + " " + operation.id(), () -> situations.performAs(token, operation).has(status));
  }

  @TestFactory
  Stream<DynamicTest> aViewerReadsEverything() {
    return ofPeople(true).map(operation -> test(operation, "viewer", 200));
  }

  @TestFactory
  Stream<DynamicTest> aViewerChangesNothing() {
    return ofPeople(false).map(operation -> test(operation, "viewer", 403));
  }

  @TestFactory
  Stream<DynamicTest> aMemberMayNotDoWhatIsForAdmins() {
    return ofPeople(false)
        .filter(operation -> Situations.ADMINS_ONLY.contains(operation.id()))
        .map(operation -> test(operation, "member", 403));
  }

  @TestFactory
  Stream<DynamicTest> anAdminMayDoWhatAMemberMay() {
    return ofPeople(false)
        .filter(operation -> !Situations.ADMINS_ONLY.contains(operation.id()))
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.id(),
                    () -> {
                      int member = situations.performAs("member", operation).status();
                      situations.performAs("admin", operation).has(member);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whoBelongsToNoWorkspaceGetsNothing() {
    return Stream.concat(ofPeople(true), ofPeople(false))
        .filter(operation -> !operation.id().equals("getMe"))
        .map(operation -> test(operation, "homeless", 403));
  }
}
