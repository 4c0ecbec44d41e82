package ru.perfscale.adapters.http.memory;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import ru.perfscale.application.loadtest.DataContents;
import ru.perfscale.domain.identity.TenantId;
import ru.perfscale.domain.loadtest.DataContent;

public record MemoryDataContents(Memory memory) implements DataContents {
  @Override
  public void keep(TenantId tenant, Collection<DataContent> contents) {
    contents.forEach(each -> memory.dataContents.put(List.of(tenant.key(), each.sha256()), each));
  }

  @Override
  public byte[] part(TenantId tenant, String sha256, int from, int most) {
    DataContent content = memory.dataContents.get(List.of(tenant.key(), sha256));
    int size = content == null ? 0 : content.bytes().length;
    return from >= size
        ? new byte[0]
        : Arrays.copyOfRange(content.bytes(), from, Math.min(size, from + most));
  }
}
