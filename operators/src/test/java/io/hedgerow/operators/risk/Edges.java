package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.state.risk.Measure;
import java.nio.ByteBuffer;
import java.util.List;

/** Edges for tests, of one measure on one subject, with times in seconds. */
record Edges(Measure measure, String subject, long withinSeconds) {

  private static final long MICROS = 1_000_000;

  RiskEdge breach(long atSeconds) {
    return edge(EdgeKind.BREACH, "", atSeconds, atSeconds);
  }

  RiskEdge breach(String component, long atSeconds) {
    return edge(EdgeKind.BREACH, component, atSeconds, atSeconds);
  }

  RiskEdge held(long sinceSeconds, long atSeconds) {
    return edge(EdgeKind.HELD, "", sinceSeconds, atSeconds);
  }

  RiskEdge clear(long sinceSeconds, long atSeconds) {
    return edge(EdgeKind.CLEAR, "", sinceSeconds, atSeconds);
  }

  RiskEdge edge(EdgeKind kind, String component, long sinceSeconds, long atSeconds) {
    return RiskEdge.newBuilder()
        .setMeasure(measure.text())
        .setSubject(subject)
        .setMode(PolicyMode.LIVE)
        .setSinceMicros(sinceSeconds * MICROS)
        .setWithinMicros(withinSeconds * MICROS)
        .setPolicyVersion(3)
        .setOptions(List.of())
        .setEdge(
            EdgeEvidence.newBuilder()
                .setKind(kind)
                .setComponent(component)
                .setAtMicros(atSeconds * MICROS)
                .setValue(900)
                .setThreshold(800)
                .setUnit(measure.unit().text())
                .setBefore(ByteBuffer.allocate(0))
                .setObservations(List.of())
                .build())
        .build();
  }
}
