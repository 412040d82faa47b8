package io.hedgerow.jobs.risk;

import io.hedgerow.jobs.SettingsFile;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What can be set for the risk job besides its policy; {@code flink-conf/risk.yaml} holds the
 * defaults with their explanation. Unknown keys are start-up errors.
 *
 * @param maxKeys keys that one subtask accepts per topic
 * @param maxSubjects subjects that one subtask of the classifier holds
 * @param forgetAfterHours event time without input after which a quiet subject is forgotten
 */
public record RiskConfig(int maxKeys, int maxSubjects, int forgetAfterHours)
    implements Serializable {

  private static final int MAX_KEYS = 1_000_000;
  private static final int MAX_FORGET_HOURS = 24 * 366;

  /** The defaults of {@code flink-conf/risk.yaml}. */
  public static RiskConfig defaults() {
    return new RiskConfig(20_000, 100_000, 24 * 45);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no valid configuration; the message names the key
   */
  public static RiskConfig load(Path file) {
    RiskConfig config = SettingsFile.read(file, RiskConfig.class);
    require(file, "maxKeys", config.maxKeys, MAX_KEYS);
    require(file, "maxSubjects", config.maxSubjects, MAX_KEYS);
    require(file, "forgetAfterHours", config.forgetAfterHours, MAX_FORGET_HOURS);
    return config;
  }

  private static void require(Path file, String key, int seen, int most) {
    if (seen < 1 || seen > most) {
      throw new IllegalArgumentException(
          file + ": " + key + ": expected 1 to " + most + ", saw " + seen);
    }
  }
}
