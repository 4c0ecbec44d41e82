package ru.perfscale.adapters.persistence;

import java.util.Map;

/** How the driver connects: bounded in time also where the network swallows packets. */
final class Connections {
  private Connections() {}

  /** Properties of the PostgreSQL driver; parameters of the URL win over them. */
  static Map<String, String> properties() {
    return Map.of(
        "ApplicationName", "perfscale",
        "connectTimeout", "3",
        "loginTimeout", "5",
        // Above the longest statement: it ends only what no answer will ever come for.
        "socketTimeout", "20",
        "tcpKeepAlive", "true",
        "reWriteBatchedInserts", "true");
  }
}
