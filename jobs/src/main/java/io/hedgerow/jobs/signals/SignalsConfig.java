package io.hedgerow.jobs.signals;

import io.hedgerow.jobs.SettingsFile;
import io.hedgerow.state.signal.SignalSettings;
import io.hedgerow.state.signal.SignalSettingsCheck;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The settings of the signals job; {@code flink-conf/signals.yaml} holds them with their
 * explanation. There are no defaults in code: fees and caps are for an operator to say. Thresholds
 * are no part of it, but of the policy.
 *
 * @param maxKeys keys that one subtask accepts per topic
 * @param settings fees, caps, assets and chains
 */
public record SignalsConfig(int maxKeys, SignalSettings settings) implements Serializable {

  private static final int MAX_KEYS = 1_000_000;

  /** The text of {@code flink-conf/signals.yaml} as it is shipped; the caller closes it. */
  public static InputStream shipped() {
    return Objects.requireNonNull(
        SignalsConfig.class.getResourceAsStream("/flink-conf/signals.yaml"), "a resource");
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no valid configuration; the message names every key
   *     that is wrong
   */
  public static SignalsConfig load(Path file) {
    SignalsConfig config = SettingsFile.read(file, SignalsConfig.class);
    if (config.maxKeys < 1 || config.maxKeys > MAX_KEYS) {
      throw new IllegalArgumentException(
          file + ": maxKeys: expected 1 to " + MAX_KEYS + ", saw " + config.maxKeys);
    }
    List<String> problems = SignalSettingsCheck.problemsOf(config.settings);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + String.join("; ", problems));
    }
    return config;
  }
}
