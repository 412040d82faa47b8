package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.MachinePolicy;
import io.hedgerow.state.risk.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/** What the machine keeps of the live policy, so that it can go on after a restart without it. */
record MachineRules(
    long version,
    MachinePolicy machine,
    List<OperatorKey> keys,
    List<String> consumers,
    List<String> venues,
    List<String> accounts) {

  private static final int MAX_ITEMS = 10_000;

  static MachineRules of(Policy policy) {
    RiskPolicy record = policy.record();
    return new MachineRules(
        record.getVersion(),
        policy.machine(),
        List.copyOf(record.getOperators()),
        record.getConsumers().stream().distinct().toList(),
        List.copyOf(record.getVenues()),
        List.copyOf(record.getAccounts()));
  }

  /** The key of this ID, or null. */
  OperatorKey key(String keyId) {
    return keys.stream().filter(key -> key.getKeyId().equals(keyId)).findFirst().orElse(null);
  }

  /** Whether a key of this operator may still agree to leave DMM. */
  boolean mayApprove(String operator) {
    return keys.stream()
        .filter(key -> key.getOperator().equals(operator))
        .anyMatch(key -> key.getRoles().contains(OperatorRole.APPROVE));
  }

  void write(PageWriter page) {
    page.number(version)
        .number(machine.repeatCount())
        .number(machine.repeatWithinMicros())
        .number(machine.quietMicros())
        .number(machine.reconciledWithinMicros())
        .number(machine.healthyWithinMicros())
        .number(machine.acknowledgeWithinMicros())
        .number(machine.approvalMicros())
        .number(machine.silentAfterMillis())
        .flag(machine.reduceInBscb())
        .flag(machine.reduceInDmm())
        .number(keys.size());
    for (OperatorKey key : keys) {
      page.text(key.getOperator()).text(key.getKeyId()).text(key.getPublicKey());
      page.number(key.getRoles().size());
      key.getRoles().forEach(role -> page.text(role.name()));
    }
    writeNames(page, consumers);
    writeNames(page, venues);
    writeNames(page, accounts);
  }

  private static void writeNames(PageWriter page, List<String> names) {
    page.number(names.size());
    names.forEach(page::text);
  }

  static MachineRules read(PageReader page) {
    long version = page.number();
    MachinePolicy machine =
        new MachinePolicy(
            Math.toIntExact(page.number()),
            page.number(),
            page.number(),
            page.number(),
            page.number(),
            page.number(),
            page.number(),
            page.number(),
            page.flag(),
            page.flag());
    List<OperatorKey> keys = new ArrayList<>();
    for (int left = page.count(MAX_ITEMS); left > 0; left--) {
      keys.add(readKey(page));
    }
    return new MachineRules(
        version, machine, List.copyOf(keys), readNames(page), readNames(page), readNames(page));
  }

  private static List<String> readNames(PageReader page) {
    List<String> names = new ArrayList<>();
    for (int left = page.count(MAX_ITEMS); left > 0; left--) {
      names.add(page.text());
    }
    return List.copyOf(names);
  }

  private static OperatorKey readKey(PageReader page) {
    String operator = page.text();
    String keyId = page.text();
    String publicKey = page.text();
    List<OperatorRole> roles = new ArrayList<>();
    for (int left = page.count(MAX_ITEMS); left > 0; left--) {
      roles.add(OperatorRole.valueOf(page.text()));
    }
    return new OperatorKey(operator, keyId, publicKey, roles);
  }
}
