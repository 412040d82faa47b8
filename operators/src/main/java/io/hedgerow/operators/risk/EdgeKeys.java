package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.state.risk.PatternShape;

/** By what each shape joins edges. Stateless. */
final class EdgeKeys {

  private EdgeKeys() {}

  /** Mode, measure and subject; and the component, unless the shape is about several of them. */
  static String of(PatternShape shape, RiskEdge edge) {
    String subject = edge.getMode() + "|" + edge.getMeasure() + "|" + edge.getSubject();
    return shape == PatternShape.SPREAD ? subject : subject + "|" + edge.getEdge().getComponent();
  }
}
