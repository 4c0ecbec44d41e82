package ru.perfscale.bootstrap.tools;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses to yield more bytes than were announced. */
final class BoundedStream extends FilterInputStream {
  private final String name;
  private final long announced;
  private long left;

  BoundedStream(InputStream in, long announced, String name) {
    super(in);
    this.announced = announced;
    this.left = announced;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    left -= Math.max(0, read);
    if (left < 0) {
      throw new InstallFailed(name + " is larger than the " + announced + " bytes it should have");
    }
    return read;
  }
}
