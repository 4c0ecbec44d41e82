package ru.perfscale.adapters.persistence;

import org.jdbi.v3.core.Handle;

/**
 * Offers are made one transaction at a time, over all servers: two that chose a machine at the same
 * time could choose the same one. It is taken before any row is locked, so that whoever waits for
 * it holds up nobody.
 */
public final class PlacementLock {
  /** Any number that nothing else in this database uses as an advisory lock: "perf" in ASCII. */
  private static final long KEY = 0x70657266;

  private PlacementLock() {}

  /** Held until the transaction ends. */
  public static void take(Handle handle) {
    handle.createQuery("SELECT pg_advisory_xact_lock(:key)").bind("key", KEY).mapToMap().one();
  }
}
