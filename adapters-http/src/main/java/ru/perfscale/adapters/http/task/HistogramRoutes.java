package ru.perfscale.adapters.http.task;

import static ru.perfscale.adapters.http.identity.PersonAuthentication.principal;

import io.javalin.http.Context;
import java.time.Instant;
import ru.perfscale.adapters.http.exchange.JsonAnswer;
import ru.perfscale.adapters.http.exchange.RouteTable;
import ru.perfscale.application.task.MergedHistogram;
import ru.perfscale.domain.task.TaskId;

/** {@code /tasks/{id}/histogram}. */
public final class HistogramRoutes {
  private final TaskUseCases tasks;

  public HistogramRoutes(TaskUseCases tasks) {
    this.tasks = tasks;
  }

  public void addTo(RouteTable routes) {
    routes.get("/api/v1/tasks/{id}/histogram", this::find);
  }

  private void find(Context ctx) {
    TaskId id = TaskId.of(ctx.pathParam("id"));
    HistogramQuery query = HistogramQuery.of(ctx);
    MergedHistogram histogram = tasks.histogram().find(principal(ctx), id, query.selection());
    if (!query.isLog()) {
      JsonAnswer.ok(ctx, json -> HistogramJson.write(json, id, query.selection(), histogram));
      return;
    }
    ctx.contentType(HistogramQuery.LOG)
        .header("Content-Disposition", "attachment; filename=\"" + id + ".hlog\"")
        .result(
            HistogramLogText.of(
                histogram, query.selection(), histogram.startedAt().orElse(Instant.EPOCH)));
  }
}
