package ru.perfscale.domain.loadtest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a data file, and the hash that they are kept under. */
public final class DataContent {
  private final byte[] bytes;
  private final String sha256;

  /**
   * @param bytes never changed afterwards
   */
  public DataContent(byte[] bytes) {
    this.bytes = bytes;
    this.sha256 = HexFormat.of().formatHex(digest().digest(bytes));
  }

  public byte[] bytes() {
    return bytes;
  }

  public String sha256() {
    return sha256;
  }

  /** The file of that name with this content. */
  public DataFile as(String name, DataFile.Split split) {
    return new DataFile(name, split, sha256, bytes.length);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
