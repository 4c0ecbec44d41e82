package ru.perfscale.bootstrap.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the development identity provider must remember, so that tokens and the data of a user
 * survive a restart: two keys and the users' ids. Nothing in it depends on a port or an issuer.
 *
 * @param signingKey signs access and ID tokens
 * @param refreshKey signs refresh tokens, which only the provider itself reads
 * @param subjects the id of each user by name
 */
record IdentityStore(RSAKey signingKey, OctetSequenceKey refreshKey, Map<String, String> subjects) {
  private static final String KEYS = "development-keys.json";
  private static final String USERS = "development-users.json";

  IdentityStore {
    subjects = Map.copyOf(subjects);
  }

  /**
   * Reads the directory, creating what is missing in it.
   *
   * @throws IOException when it cannot be read or written, or a file in it is damaged
   */
  static IdentityStore open(Path directory) throws IOException {
    createPrivately(directory);
    JWKSet keys = keys(directory.resolve(KEYS));
    return new IdentityStore(
        (RSAKey) keys.getKeys().get(0),
        (OctetSequenceKey) keys.getKeys().get(1),
        subjects(directory.resolve(USERS)));
  }

  private static JWKSet keys(Path file) throws IOException {
    if (Files.notExists(file)) {
      JWKSet created = generate();
      write(file, created.toString(false));
      return created;
    }
    try {
      JWKSet read = JWKSet.parse(Files.readString(file));
      if (read.size() == 2
          && read.getKeys().get(0) instanceof RSAKey signing
          && signing.isPrivate()
          && read.getKeys().get(1) instanceof OctetSequenceKey) {
        return read;
      }
    } catch (ParseException | IOException | RuntimeException e) {
      throw damaged(file, "every token in use becomes invalid", e);
    }
    throw damaged(file, "every token in use becomes invalid", null);
  }

  private static JWKSet generate() {
    try {
      return new JWKSet(
          List.of(
              new RSAKeyGenerator(2048)
                  .keyUse(KeyUse.SIGNATURE)
                  .algorithm(JWSAlgorithm.RS256)
                  .keyIDFromThumbprint(true)
                  .generate(),
              new OctetSequenceKeyGenerator(512)
                  .algorithm(JWSAlgorithm.HS512)
                  .keyID("refresh")
                  .generate()));
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java platform cannot make RSA and HMAC keys", e);
    }
  }

  private static Map<String, String> subjects(Path file) throws IOException {
    Map<String, Object> stored = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        stored.putAll(JSONObjectUtils.parse(Files.readString(file)));
        for (Object subject : stored.values()) {
          UUID.fromString((String) subject);
        }
      } catch (ParseException | IOException | RuntimeException e) {
        throw damaged(file, "each user starts anew with an id of their own", e);
      }
    }
    int before = stored.size();
    DevelopmentUser.ALL.forEach(
        user -> stored.computeIfAbsent(user.name(), name -> UUID.randomUUID().toString()));
    if (stored.size() > before) {
      write(file, JSONObjectUtils.toJSONString(stored));
    }
    Map<String, String> subjects = new TreeMap<>();
    stored.forEach((name, subject) -> subjects.put(name, (String) subject));
    return subjects;
  }

  private static IOException damaged(Path file, String cost, Exception cause) {
    return new IOException(
        "The file "
            + file
            + " of the development identity provider is damaged or unreadable. Restore it, or"
            + " delete it: "
            + cost,
        cause);
  }

  private static void createPrivately(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, readableByOwner(directory, "rwx------"));
    }
  }

  /** Readers see the whole file or none, also after a crash; others than the owner see none. */
  private static void write(Path file, String content) throws IOException {
    Path next =
        Files.createTempFile(
            file.getParent(), file.getFileName() + ".", ".tmp", readableByOwner(file, "rw-------"));
    try {
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static FileAttribute<?>[] readableByOwner(Path path, String permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> owner = PosixFilePermissions.fromString(permissions);
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)}
        : new FileAttribute<?>[0];
  }

  /** The record's own would print the keys. */
  @Override
  public String toString() {
    return "IdentityStore[" + subjects.keySet() + "]";
  }
}
