package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shipped policy with some values changed, each for a reason. A file of them has a line for
 * each: {@code venue-basis.breach 5000 why}, in the option's unit.
 *
 * @param name {@code shipped} or the file's
 */
record StudyPolicy(String name, List<Change> changes) {

  /** A study ends, and event time with it: it shall not be taken for a fault. */
  private static final Change NEVER_SILENT =
      new Change("machine.silent-after", 600_000, "the input ends while the job goes on");

  /** One value that is not the shipped one. */
  record Change(String option, long value, String reason) {}

  /** The shipped values. */
  static StudyPolicy shipped() {
    return new StudyPolicy("shipped", List.of());
  }

  /** The file {@code studies/<name>.policy} of this module. */
  static StudyPolicy named(String name) {
    try (InputStream file = StudyPolicy.class.getResourceAsStream("/studies/" + name + ".policy");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      List<Change> changes = new ArrayList<>();
      lines
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.strip().split("\\s+", 3))
          .forEach(part -> changes.add(new Change(part[0], Long.parseLong(part[1]), part[2])));
      return new StudyPolicy(name, List.copyOf(changes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The policy as it is published: in effect since the epoch, nobody must acknowledge. */
  RiskPolicy record() {
    Map<String, PolicyValue> values = new LinkedHashMap<>();
    PolicyOptions.all()
        .forEach(option -> values.put(option.name(), option.value("", option.standard())));
    changes.forEach(change -> values.put(change.option(), valueOf(change)));
    values.put(NEVER_SILENT.option(), valueOf(NEVER_SILENT));
    return PolicyRecords.publish(
        PolicyRecords.draft(List.copyOf(values.values()), List.of(), List.of()),
        PolicyMode.LIVE,
        1,
        0,
        0,
        "study");
  }

  private static PolicyValue valueOf(Change change) {
    return optionOf(change).value("", change.value());
  }

  static PolicyOption optionOf(Change change) {
    return PolicyOptions.named(change.option())
        .orElseThrow(() -> new IllegalArgumentException("no option " + change.option()));
  }
}
