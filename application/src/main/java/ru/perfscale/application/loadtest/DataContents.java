package ru.perfscale.application.loadtest;

import java.util.Collection;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.DataContent;

/**
 * The bytes of data files: each content once for a tenant, however many tests and tasks have it.
 * What no test has, and no task that may still read it, may go after an hour.
 */
public interface DataContents {
  /** Keeps what is not kept yet. */
  void keep(TenantId tenant, Collection<DataContent> contents);

  /**
   * A part of a content.
   *
   * @param from the first byte, counted from 0
   * @param most how many
   * @return fewer at the end, none behind it, and none of what is not kept
   */
  byte[] part(TenantId tenant, String sha256, int from, int most);
}
