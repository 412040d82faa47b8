package io.hedgerow.fastpath.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record that cannot be read does to a real engine. */
@Tag("RISK-6")
@Tag("GATE-1")
@Tag("GATE-9")
class TopicInputsTest {

  private static final byte[] GARBAGE = {0, 1, 2, 3};

  @TempDir private Path folder;
  private EngineRig rig;
  private TopicInputs topics;
  private int signals;

  @BeforeEach
  void start() {
    rig = new EngineRig(folder.resolve("journal"));
    rig.knowEverything();
    topics = new TopicInputs(rig.registry, rig::offer);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void shouldBeOpenBefore() {
    assertThat(opens()).isTrue();
  }

  @Test
  void shouldCloseTheScopeThatTheKeyNames() {
    take("risk.state", "VENUE|BRAVO", GARBAGE);

    assertThat(opens()).isFalse();
    rig.risk(WireScope.VENUE, 1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    assertThat(opens()).isTrue();
    assertThat(topics.unreadable()).isOne();
  }

  @Test
  void shouldCloseARouteAssetAndTheOwnModule() {
    for (String key : new String[] {"ROUTE|BRAVO|BTC-USDT", "ASSET|BTC", "MODULE|fast-path"}) {
      stop();
      rig = new EngineRig(folder.resolve(key.replace('|', '-')));
      rig.knowEverything();
      topics = new TopicInputs(rig.registry, rig::offer);

      take("risk.state", key, GARBAGE);

      assertThat(opens()).as(key).isFalse();
    }
  }

  @Test
  void shouldLeaveOpenWhatIsNoneOfOurs() {
    take("risk.state", "VENUE|CHARLIE", GARBAGE);
    take("risk.state", "MODULE|console", GARBAGE);
    take("recon.status", "ALPHA|other", GARBAGE);
    take("risk.policy", "shadow", GARBAGE);
    take("risk.policy", "shadow", null);
    take("state.depth", "ALPHA|BTC-USDT", GARBAGE);
    take("execution.signals", "BTC", GARBAGE);

    assertThat(opens()).isTrue();
  }

  @Test
  void shouldCloseTheSystemWhereTheKeyTellsNothing() {
    take("risk.state", null, GARBAGE);
    assertThat(opens()).isFalse();
    rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    take("risk.state", "?|", new byte[0]);
    assertThat(opens()).isFalse();
    rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    take("risk.state", "SYSTEM|SYSTEM", null);
    assertThat(opens()).isFalse();
  }

  @Test
  void shouldCloseWhenARecordStandsOnTheWrongTopic() {
    topics.take(
        "risk.state",
        "SYSTEM|SYSTEM".getBytes(UTF_8),
        RecordCodec.encode(PolicyRecords.standard()));

    assertThat(opens()).isFalse();
    assertThat(topics.unreadable()).isOne();
  }

  @Test
  void shouldLockTheAccount() {
    take("recon.status", "BRAVO|main", GARBAGE);
    assertThat(opens()).isFalse();
    rig.reconciled(1, true);
    assertThat(opens()).isTrue();
    take("recon.status", null, GARBAGE);
    assertThat(opens()).isFalse();
    rig.reconciled(0, true);
    assertThat(opens()).isFalse();
    rig.reconciled(1, true);
    assertThat(opens()).isTrue();
  }

  @Test
  void shouldAllowNothingWithAPolicyThatCannotBeRead() {
    rig.policy(EngineRig.limits(70), rig.nowMicros + 10_000, true);
    take("risk.policy", "live", GARBAGE);
    assertThat(opens()).isFalse();
    rig.nowMicros += 20_000;
    rig.tick();
    assertThat(opens()).as("what was to come is older").isFalse();
    rig.policy(EngineRig.limits(69));
    assertThat(opens()).isFalse();
    rig.policy(EngineRig.limits(71));
    assertThat(opens()).isTrue();
    take("risk.policy", "live", null);
    assertThat(opens()).isFalse();
    rig.policy(EngineRig.limits(71));
    assertThat(opens()).as("it came later").isTrue();
  }

  private boolean opens() {
    int before = rig.requests.size();
    rig.signal("S" + signals, 30_200 + signals++);
    return rig.requests.size() > before;
  }

  private void take(String topic, String key, byte[] value) {
    topics.take(topic, key == null ? null : key.getBytes(UTF_8), value);
  }
}
