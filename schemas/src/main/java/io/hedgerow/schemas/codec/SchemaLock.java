package io.hedgerow.schemas.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * The committed registry: every version of every schema that was ever written to a topic, with the
 * ID that stands in its frame. No job needs a running registry to start.
 *
 * <p>Lives in {@code schema-versions/lock.txt}, a line for each ID: {@code <id> <full name>
 * v<version>}; the schema itself in {@code schema-versions/<full name>.v<version>.avsc}. Immutable,
 * safe from any thread.
 */
public final class SchemaLock {

  /** One locked version. */
  public record Entry(int id, String fullName, int version, Schema schema) {}

  private static final String FOLDER = "/schema-versions/";

  private final Map<Integer, Entry> byId = new TreeMap<>();

  SchemaLock(List<Entry> entries) {
    for (Entry entry : entries) {
      Entry other = byId.put(entry.id(), entry);
      if (other != null) {
        throw new IllegalStateException("schema ID " + entry.id() + " is given twice in lock.txt");
      }
    }
  }

  /** Reads the lock from the class path. */
  public static SchemaLock load() {
    List<Entry> entries = new ArrayList<>();
    for (String line : read("lock.txt").split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.trim().split(" +v?");
      if (parts.length != 3) {
        throw new IllegalStateException(
            "lock.txt: expected '<id> <name> v<version>', saw: " + line);
      }
      String fullName = parts[1];
      int version = Integer.parseInt(parts[2]);
      Schema schema = new Schema.Parser().parse(read(fullName + ".v" + version + ".avsc"));
      entries.add(new Entry(Integer.parseInt(parts[0]), fullName, version, schema));
    }
    return new SchemaLock(entries);
  }

  /** The entry with this ID. */
  public Optional<Entry> find(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All versions of one record type, oldest first. */
  public List<Entry> versions(String fullName) {
    return byId.values().stream().filter(entry -> entry.fullName().equals(fullName)).toList();
  }

  /** All entries in the order of their IDs. */
  public List<Entry> entries() {
    return List.copyOf(byId.values());
  }

  private static String read(String name) {
    try (InputStream in = SchemaLock.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("missing on the class path: " + FOLDER + name);
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        return String.join("\n", reader.lines().toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
