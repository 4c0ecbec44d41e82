package ru.perfscale.runner.engine;

/** The protocol of a sample. */
public enum Kind {
  HTTP,
  GRPC,
  WS,
  BROWSER,
  CUSTOM
}
