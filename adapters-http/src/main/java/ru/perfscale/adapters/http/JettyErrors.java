package ru.perfscale.adapters.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import ru.perfscale.adapters.http.exchange.ErrorAnswer;

/** What Jetty refuses by itself, such as headers that are too large, in the form of all errors. */
final class JettyErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
    ErrorAnswer answer = answer(request, response.getStatus(), cause);
    response.setStatus(answer.status());
    response.getHeaders().put("Content-Type", "application/json");
    SecurityHeaders.ALL.forEach(response.getHeaders()::put);
    answer.headers().forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(answer.json()), callback);
    return true;
  }

  private static ErrorAnswer answer(Request request, int status, Throwable cause) {
    if (cause instanceof HttpException refused && refused.getCode() != 500) {
      return ErrorAnswer.ofStatus(
          refused.getCode(), reason(refused.getCode(), refused.getReason()));
    }
    if (cause instanceof IOException || cause instanceof TimeoutException) {
      return ErrorAnswer.ofStatus(400, "The request did not arrive as a whole");
    }
    if (cause != null && status >= 500 && status != 503) {
      return ErrorAnswer.ofFault(request.getMethod() + " " + request.getHttpURI().getPath(), cause);
    }
    return ErrorAnswer.ofStatus(
        status, reason(status, (String) request.getAttribute(ERROR_MESSAGE)));
  }

  private static String reason(int status, String reason) {
    return reason == null ? HttpStatus.getMessage(status) : reason;
  }
}
