package ru.perfscale.bootstrap.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * SHA-256 of a file, and Go's {@code h1:} sum of a module archive: the SHA-256 of a sorted list of
 * its files' SHA-256.
 */
final class Digests {
  private Digests() {}

  static String goModule(Path archive) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), sha256(zip));
      }
    }
    return "h1:" + Base64.getEncoder().encodeToString(ofList(files));
  }

  /** Of files by name and SHA-256, as {@code sha256sum} would list them. */
  static String list(SortedMap<String, String> files) {
    return HexFormat.of().formatHex(ofList(files));
  }

  private static byte[] ofList(SortedMap<String, String> files) {
    MessageDigest list = newSha256();
    files.forEach(
        (name, digest) ->
            list.update((digest + "  " + name + "\n").getBytes(StandardCharsets.UTF_8)));
    return list.digest();
  }

  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return sha256(in);
    }
  }

  static String sha256(InputStream in) throws IOException {
    MessageDigest digest = newSha256();
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
