package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.Evidence;
import java.util.List;

/**
 * Why an event is applied.
 *
 * @param causeId ID of the trigger, command or policy; empty where time alone is the cause
 * @param text one sentence for a person
 * @param evidence what was seen
 */
record Occasion(String causeId, String text, List<Evidence> evidence) {}
