package io.hedgerow.connectors.kafka;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import io.hedgerow.schemas.venue.VenueSample;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * Where a record of the contract belongs: its topic, its Kafka key, its event ID and its event
 * time, for every record type, in one table.
 *
 * <p>A type that is not in the table is an {@link IllegalArgumentException}. Stateless, safe from
 * any thread.
 */
public final class RecordKeys {

  private static final Map<Class<?>, Address<?>> ADDRESSES = new HashMap<>();

  static {
    add(
        BookUpdate.class,
        new Address<>(
            Topic.MARKET_BOOKS,
            r -> InstrumentKey.of(r.getVenue(), r.getInstrument()),
            BookUpdate::getEventId,
            BookUpdate::getReceivedAtMicros));
    add(
        Trade.class,
        new Address<>(
            Topic.MARKET_TRADES,
            r -> InstrumentKey.of(r.getVenue(), r.getInstrument()),
            Trade::getEventId,
            Trade::getReceivedAtMicros));
    add(
        FundingUpdate.class,
        new Address<>(
            Topic.MARKET_FUNDING,
            r -> InstrumentKey.of(r.getVenue(), r.getInstrument()),
            FundingUpdate::getEventId,
            FundingUpdate::getReceivedAtMicros));
    add(
        ReferencePrice.class,
        new Address<>(
            Topic.MARKET_REFERENCE,
            ReferencePrice::getAsset,
            ReferencePrice::getEventId,
            ReferencePrice::getReceivedAtMicros));
    add(
        VenueSample.class,
        new Address<>(
            Topic.VENUE_HEALTH,
            VenueSample::getVenue,
            VenueSample::getEventId,
            VenueSample::getReceivedAtMicros));
    add(
        ChainSample.class,
        new Address<>(
            Topic.CHAIN_HEALTH,
            ChainSample::getChain,
            ChainSample::getEventId,
            ChainSample::getReceivedAtMicros));
    add(
        DepthView.class,
        new Address<>(
            Topic.STATE_DEPTH,
            r -> InstrumentKey.of(r.getVenue(), r.getInstrument()),
            DepthView::getEventId,
            DepthView::getReceivedAtMicros));
    add(
        FundingView.class,
        new Address<>(
            Topic.STATE_FUNDING,
            r -> InstrumentKey.of(r.getVenue(), r.getInstrument()),
            FundingView::getEventId,
            FundingView::getReceivedAtMicros));
    add(
        MarginView.class,
        new Address<>(
            Topic.STATE_MARGIN,
            r -> r.getVenue() + "|" + r.getAccount(),
            MarginView::getEventId,
            MarginView::getReceivedAtMicros));
    add(
        VenueView.class,
        new Address<>(
            Topic.STATE_VENUES,
            VenueView::getVenue,
            VenueView::getEventId,
            VenueView::getReceivedAtMicros));
    add(
        ChainView.class,
        new Address<>(
            Topic.STATE_CHAINS,
            ChainView::getChain,
            ChainView::getEventId,
            ChainView::getReceivedAtMicros));
    add(
        VenueExecution.class,
        new Address<>(
            Topic.VENUE_EXECUTIONS,
            r -> r.getVenue() + "|" + r.getAccount(),
            VenueExecution::getEventId,
            VenueExecution::getReceivedAtMicros));
    add(
        VenueAccount.class,
        new Address<>(
            Topic.VENUE_ACCOUNTS,
            r -> r.getVenue() + "|" + r.getAccount(),
            VenueAccount::getEventId,
            VenueAccount::getReceivedAtMicros));
    add(
        Signal.class,
        new Address<>(
            Topic.EXECUTION_SIGNALS,
            Signal::getAsset,
            Signal::getEventId,
            Signal::getCreatedAtMicros));
    add(
        Decision.class,
        new Address<>(
            Topic.EXECUTION_DECISIONS,
            Decision::getCorrelationId,
            Decision::getEventId,
            Decision::getDecidedAtMicros));
    add(
        OrderEvent.class,
        new Address<>(
            Topic.EXECUTION_ORDERS,
            OrderEvent::getCorrelationId,
            OrderEvent::getEventId,
            OrderEvent::getReceivedAtMicros));
    add(
        PairEvent.class,
        new Address<>(
            Topic.EXECUTION_ORDERS,
            PairEvent::getCorrelationId,
            PairEvent::getEventId,
            PairEvent::getReceivedAtMicros));
    add(
        Fill.class,
        new Address<>(
            Topic.EXECUTION_FILLS,
            Fill::getCorrelationId,
            Fill::getEventId,
            Fill::getReceivedAtMicros));
    add(
        ReconciliationStatus.class,
        new Address<>(
            Topic.RECON_STATUS,
            r -> r.getVenue() + "|" + r.getAccount(),
            ReconciliationStatus::getEventId,
            ReconciliationStatus::getCompletedAtMicros));
    add(
        RiskObservation.class,
        new Address<>(
            Topic.RISK_OBSERVATIONS,
            RiskObservation::getSubject,
            RiskObservation::getEventId,
            RiskObservation::getReceivedAtMicros));
    add(
        RiskPolicy.class,
        new Address<>(
            Topic.RISK_POLICY,
            RiskPolicy::getPolicyId,
            RiskPolicy::getEventId,
            RiskPolicy::getPublishedAtMicros));
    add(
        OpsCommand.class,
        new Address<>(
            Topic.OPS_COMMANDS,
            OpsCommand::getScope,
            OpsCommand::getCommandId,
            OpsCommand::getNotBeforeMicros));
    add(
        Acknowledgement.class,
        new Address<>(
            Topic.RISK_ACKNOWLEDGEMENTS,
            Acknowledgement::getConsumer,
            Acknowledgement::getEventId,
            Acknowledgement::getReceivedAtMicros));
    add(
        RiskTrigger.class,
        new Address<>(
            Topic.RISK_TRIGGERS,
            RiskTrigger::getScope,
            RiskTrigger::getEventId,
            RiskTrigger::getRaisedAtMicros));
    add(
        RiskTransition.class,
        new Address<>(
            Topic.RISK_TRANSITIONS,
            RiskTransition::getScope,
            RiskTransition::getEventId,
            RiskTransition::getAtMicros));
    add(
        RiskState.class,
        new Address<>(
            Topic.RISK_STATE,
            r -> r.getScopeType() + "|" + r.getScope(),
            RiskState::getEventId,
            RiskState::getChangedAtMicros));
    add(
        Alert.class,
        new Address<>(Topic.ALERTS, Alert::getScope, Alert::getAlertId, Alert::getRaisedAtMicros));
    add(
        ClockTick.class,
        new Address<>(
            null,
            tick -> null,
            tick -> EventIds.of("ClockTick", tick.getSource(), tick.getTickAtMicros()),
            ClockTick::getTickAtMicros));
  }

  private RecordKeys() {}

  private record Address<T extends SpecificRecord>(
      Topic topic,
      Function<T, String> key,
      Function<T, String> eventId,
      ToLongFunction<T> timeMicros) {}

  private static <T extends SpecificRecord> void add(Class<T> type, Address<T> address) {
    ADDRESSES.put(type, address);
  }

  /**
   * The topic of a record.
   *
   * @throws IllegalArgumentException for a clock tick, which stands on every input topic
   */
  public static Topic topicOf(SpecificRecord record) {
    return topicOf(record.getClass());
  }

  /**
   * The topic of a record type.
   *
   * @throws IllegalArgumentException for a clock tick, which stands on every input topic
   */
  public static Topic topicOf(Class<? extends SpecificRecord> type) {
    Topic topic = address(type).topic();
    if (topic == null) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has no topic of its own: it stands on every input topic");
    }
    return topic;
  }

  /** The Kafka key of a record; null for a clock tick. */
  public static String keyOf(SpecificRecord record) {
    return addressOf(record).key().apply(record);
  }

  /** The deterministic ID of a record (IDEM-1). */
  public static String eventIdOf(SpecificRecord record) {
    return addressOf(record).eventId().apply(record);
  }

  /** The event time of a record, µs since the epoch. */
  public static long eventTimeMicrosOf(SpecificRecord record) {
    return addressOf(record).timeMicros().applyAsLong(record);
  }

  @SuppressWarnings("unchecked") // add() ties each class to the address of its own type
  private static Address<SpecificRecord> addressOf(SpecificRecord record) {
    return (Address<SpecificRecord>) address(record.getClass());
  }

  private static Address<?> address(Class<?> type) {
    Address<?> address = ADDRESSES.get(type);
    if (address == null) {
      throw new IllegalArgumentException(
          "expected a record type of the topic catalogue, saw " + type.getName());
    }
    return address;
  }
}
