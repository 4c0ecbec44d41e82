package ru.perfscale.adapters.http.exchange;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.perfscale.adapters.http.json.JsonOutput;

/**
 * Answers with a list, as one JSON array. Without {@code limit} that is all of it, read page by
 * page in short transactions and written while it is read, so that it is never in memory as a
 * whole. When something breaks in the middle the connection is cut and the array never closed:
 * nobody can take a part for the whole. With {@code limit} it is one page, and {@code Link} leads
 * to the next.
 *
 * @param <T> an element
 * @param <I> its id
 */
public final class ListAnswer<T, I> {
  private static final Logger LOG = LoggerFactory.getLogger(ListAnswer.class);
  private static final int MOST_PAGE_BYTES = 16 << 20;

  private final int chunk;
  private final Function<String, I> readId;
  private final Function<T, I> idOf;
  private final BiConsumer<JsonOutput, T> members;

  /** Reads at most {@code limit} elements that come behind {@code after}. */
  @FunctionalInterface
  public interface Pages<T, I> {
    List<T> page(Optional<I> after, int limit);
  }

  /**
   * @param chunk how many elements are read at once: few, when each may be large
   * @param readId throws {@link ru.perfscale.domain.Refusal.NotFound} for what can be no id
   * @param members writes the members of an element
   */
  public ListAnswer(
      int chunk,
      Function<String, I> readId,
      Function<T, I> idOf,
      BiConsumer<JsonOutput, T> members) {
    this.chunk = chunk;
    this.readId = readId;
    this.idOf = idOf;
    this.members = members;
  }

  public void send(Context ctx, Pages<T, I> pages) throws IOException {
    PageQuery<I> query = PageQuery.of(ctx, readId);
    if (query.limit().isPresent()) {
      sendPage(ctx, pages, query.after(), query.limit().getAsInt());
    } else {
      sendAll(ctx, pages, query.after());
    }
  }

  /** May end before the limit, when its elements are large; then the next page has the others. */
  private void sendPage(Context ctx, Pages<T, I> pages, Optional<I> after, int limit) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Optional<I> last = after;
    boolean hasMore = true;
    try (JsonOutput json = JsonOutput.to(body)) {
      json.startArray();
      for (int left = limit; hasMore && left > 0 && body.size() < MOST_PAGE_BYTES; ) {
        int wanted = Math.min(left, chunk);
        List<T> oneMore = pages.page(last, wanted + 1);
        List<T> part = oneMore.subList(0, Math.min(wanted, oneMore.size()));
        part.forEach(item -> json.element(element -> members.accept(element, item)));
        hasMore = oneMore.size() > wanted;
        left -= part.size();
        last = part.isEmpty() ? last : Optional.of(idOf.apply(part.getLast()));
      }
      json.endArray();
    }
    if (hasMore) {
      String next = "%s?limit=%d&after=%s".formatted(ctx.path(), limit, last.orElseThrow());
      ctx.header("Link", "<" + next + ">; rel=\"next\"");
    }
    ctx.contentType("application/json").result(body.toByteArray());
  }

  private void sendAll(Context ctx, Pages<T, I> pages, Optional<I> after) throws IOException {
    // Read before the first byte is written, so that a refusal still has its own status.
    List<T> page = pages.page(after, chunk);
    ctx.contentType("application/json");
    if (ctx.method().equals(HandlerType.HEAD)) {
      return;
    }
    JsonOutput json = JsonOutput.to(ctx.res().getOutputStream());
    try {
      json.startArray();
      while (true) {
        page.forEach(item -> json.element(element -> members.accept(element, item)));
        if (page.size() < chunk) {
          break;
        }
        page = pages.page(Optional.of(idOf.apply(page.getLast())), chunk);
      }
      json.endArray();
      json.close();
    } catch (UncheckedIOException e) {
      LOG.debug("The client of {} went away: {}", ctx.path(), e.getMessage());
      cut(ctx, e);
    } catch (RuntimeException e) {
      if (!ctx.res().isCommitted()) {
        ctx.res().resetBuffer();
        throw e;
      }
      LOG.error("{} broke after a part of the list was sent; cut", ctx.path(), e);
      cut(ctx, e);
    }
  }

  /** HTTP/1.1 is all that is spoken here, so the connection carries this answer only. */
  private static void cut(Context ctx, Throwable why) {
    ServletContextRequest.getServletContextRequest(ctx.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close(why);
  }
}
