package io.hedgerow.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.topics.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every schema can read every version that was ever written, and the lock holds today's version.
 *
 * <p>After a change of a schema, {@code ./mvnw -pl schemas test -Dhedgerow.schemas.lock=true}
 * writes the new version into the lock.
 */
class SchemaCompatibilityTest {

  private static final Path FOLDER = Path.of("src/main/resources/schema-versions");

  static Stream<Schema> schemas() {
    return Arrays.stream(Topic.values())
        .flatMap(topic -> topic.recordTypes().stream())
        .distinct()
        .map(Topic::schemaOf);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldReadEveryEarlierVersion(Schema today) throws IOException, SchemaValidationException {
    if (Boolean.getBoolean("hedgerow.schemas.lock")) {
      lock(today);
      return;
    }
    List<SchemaLock.Entry> versions = RecordCodec.lock().versions(today.getFullName());
    List<Schema> newestFirst =
        new ArrayList<>(versions.stream().map(SchemaLock.Entry::schema).toList());
    Collections.reverse(newestFirst);

    new SchemaValidatorBuilder().canReadStrategy().validateAll().validate(today, newestFirst);

    assertThat(newestFirst)
        .as(
            "%s has changed: lock its new version, see the Javadoc of this test",
            today.getFullName())
        .first()
        .isEqualTo(today);
  }

  @Test
  void shouldNumberVersionsWithoutGaps() {
    schemas()
        .forEach(
            schema ->
                assertThat(RecordCodec.lock().versions(schema.getFullName()))
                    .extracting(SchemaLock.Entry::version)
                    .isEqualTo(
                        java.util.stream.IntStream.rangeClosed(
                                1, RecordCodec.lock().versions(schema.getFullName()).size())
                            .boxed()
                            .toList()));
  }

  private static void lock(Schema today) throws IOException {
    Path lockFile = FOLDER.resolve("lock.txt");
    List<String> lines = Files.readAllLines(lockFile);
    String name = today.getFullName();
    long versions = lines.stream().filter(line -> line.matches("\\d+ " + name + " v\\d+")).count();
    long ids = lines.stream().filter(line -> line.matches("\\d+ .*")).count();
    if (versions > 0) {
      Path newest = FOLDER.resolve(name + ".v" + versions + ".avsc");
      if (new Schema.Parser().parse(Files.readString(newest)).equals(today)) {
        return;
      }
    }
    Files.writeString(
        FOLDER.resolve(name + ".v" + (versions + 1) + ".avsc"),
        SchemaFormatter.format("json/pretty", today) + "\n");
    Files.writeString(
        lockFile,
        (ids + 1) + " " + name + " v" + (versions + 1) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.APPEND);
  }
}
