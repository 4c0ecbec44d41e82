package ru.perfscale.adapters.http.task;

import static ru.perfscale.adapters.http.identity.PersonAuthentication.principal;

import io.javalin.http.Context;
import java.io.IOException;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.JsonBody;
import ru.perfscale.adapters.http.exchange.ListAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.adapters.http.json.Fields;
import ru.perfscale.domain.task.Task;
import ru.perfscale.domain.task.TaskId;

/** {@code /tasks}. */
public final class TaskRoutes {
  private static final String ALL = "/api/v1/tasks";
  private static final ListAnswer<Task, TaskId> LIST =
      new ListAnswer<>(200, TaskId::of, Task::id, TaskJson::write);

  private final TaskUseCases tasks;

  public TaskRoutes(TaskUseCases tasks) {
    this.tasks = tasks;
  }

  public void addTo(RouteTable routes) {
    routes.get(ALL, this::list);
    routes.post(ALL, this::submit);
    // Before the ids, of which its name would be one.
    routes.post(ALL + "/cancel-all", this::cancelAll);
    routes.get(ALL + "/{id}", this::find);
    routes.patch(ALL + "/{id}", this::change);
    routes.delete(ALL + "/{id}", this::cancel);
  }

  private void list(Context ctx) throws IOException {
    LIST.send(ctx, (after, limit) -> tasks.list().page(principal(ctx), after, limit));
  }

  private void submit(Context ctx) {
    TaskJson.NewTask wanted = TaskJson.read(JsonBody.fields(ctx));
    Task task = tasks.submit().submit(principal(ctx), wanted.test(), wanted.machines());
    ctx.header("Location", ALL + "/" + task.id());
    JsonAnswer.send(ctx, 202, json -> TaskJson.write(json, task));
  }

  private void find(Context ctx) {
    Task task = tasks.find().find(principal(ctx), id(ctx));
    JsonAnswer.ok(ctx, json -> TaskJson.write(json, task));
  }

  private void change(Context ctx) {
    Fields fields = JsonBody.fields(ctx);
    boolean pinned = fields.flag("pinned");
    Task task = tasks.pin().pin(principal(ctx), id(ctx), fields.orThrow(() -> pinned));
    JsonAnswer.ok(ctx, json -> TaskJson.write(json, task));
  }

  private void cancel(Context ctx) {
    tasks.cancel().cancel(principal(ctx), id(ctx));
    ctx.status(204);
  }

  private void cancelAll(Context ctx) {
    int cancelled = tasks.cancelAll().cancelAll(principal(ctx));
    JsonAnswer.ok(ctx, json -> json.number("cancelled", cancelled));
  }

  private static TaskId id(Context ctx) {
    return TaskId.of(ctx.pathParam("id"));
  }
}
