package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document that a user writes a scenario from names what there is. */
class ScenarioDocumentTest {

  private static final Path DOCUMENT = Path.of("../docs/scenarios.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|[^|]+\\|([^|]*)\\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

  @Test
  @Tag("FAIL-1")
  void shouldNameEveryFaultWithItsParameters() throws IOException {
    Map<String, Set<String>> written = new TreeMap<>();
    ROW.matcher(Files.readString(DOCUMENT))
        .results()
        .forEach(row -> written.put(row.group(1), names(row.group(2))));

    assertThat(written)
        .isEqualTo(
            Arrays.stream(FaultKind.values())
                .collect(Collectors.toMap(FaultKind::text, ScenarioDocumentTest::parameters)));
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell)
        .results()
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The modes stand beside their parameter. */
  private static Set<String> parameters(FaultKind kind) {
    Set<String> names = new TreeSet<>();
    kind.parameters().forEach(parameter -> names.add(parameter.text()));
    if (kind.parameters().contains(FaultParameter.MODE)) {
      names.addAll(MaintenanceMode.texts());
    }
    return names;
  }
}
