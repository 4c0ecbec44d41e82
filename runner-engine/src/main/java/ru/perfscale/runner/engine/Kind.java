package ru.perfscale.runner.engine;

/**
 * The protocol of a sample. The usual figures of a run are those of HTTP, GRPC and CUSTOM together;
 * if it has none of these, of WS, else of BROWSER.
 */
public enum Kind {
  /** An HTTP request, of any version. */
  HTTP,
  /** A gRPC call. */
  GRPC,
  /** A WebSocket session, counted as one request. */
  WS,
  /** A page or an action in a browser. */
  BROWSER,
  /** Whatever else a tool measures: a query, a message, a command. */
  CUSTOM
}
