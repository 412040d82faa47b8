package io.hedgerow.jobs.network;

import static io.hedgerow.jobs.network.NetworkStateUid.CHECK_ACCOUNTS;
import static io.hedgerow.jobs.network.NetworkStateUid.CHECK_BOOKS;
import static io.hedgerow.jobs.network.NetworkStateUid.CHECK_CHAINS;
import static io.hedgerow.jobs.network.NetworkStateUid.CHECK_FUNDING;
import static io.hedgerow.jobs.network.NetworkStateUid.CHECK_VENUES;
import static io.hedgerow.jobs.network.NetworkStateUid.KEEP_ACCOUNTS;
import static io.hedgerow.jobs.network.NetworkStateUid.KEEP_BOOKS;
import static io.hedgerow.jobs.network.NetworkStateUid.KEEP_CHAINS;
import static io.hedgerow.jobs.network.NetworkStateUid.KEEP_FUNDING;
import static io.hedgerow.jobs.network.NetworkStateUid.KEEP_VENUES;
import static io.hedgerow.jobs.network.NetworkStateUid.READ_ACCOUNTS;
import static io.hedgerow.jobs.network.NetworkStateUid.READ_BOOKS;
import static io.hedgerow.jobs.network.NetworkStateUid.READ_CHAINS;
import static io.hedgerow.jobs.network.NetworkStateUid.READ_FUNDING;
import static io.hedgerow.jobs.network.NetworkStateUid.READ_VENUES;
import static io.hedgerow.jobs.network.NetworkStateUid.WRAP_CLOCK_SAMPLES;
import static io.hedgerow.jobs.network.NetworkStateUid.WRAP_VENUE_SAMPLES;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_ALERTS;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_CHAINS;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_DEAD_LETTERS;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_DEPTH;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_FUNDING;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_MARGIN;
import static io.hedgerow.jobs.network.NetworkStateUid.WRITE_VENUES;

import io.hedgerow.connectors.kafka.TickWatermarks;
import io.hedgerow.operators.input.CheckInput;
import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.operators.input.KeyedRecordSerializer;
import io.hedgerow.operators.input.ValueTypeInfo;
import io.hedgerow.operators.network.BookPartKind;
import io.hedgerow.operators.network.ChainPartKind;
import io.hedgerow.operators.network.FundingPartKind;
import io.hedgerow.operators.network.InputChecks;
import io.hedgerow.operators.network.MarginPartKind;
import io.hedgerow.operators.network.NetworkPartOperator;
import io.hedgerow.operators.network.PartKind;
import io.hedgerow.operators.network.VenuePartKind;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.DeadLetter;
import io.hedgerow.schemas.wire.InputRecord;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.NetworkPart;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.java.typeutils.EitherTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/**
 * The stream of the network-state job, a function of its sources, sinks and configuration.
 *
 * <pre>
 *  market.books   ─▶ check ─▶ keep books   ─▶ state.depth
 *                      │          ├─▶ alerts
 *                      │          └─▶ clock samples ─┐
 *  venue.health   ─▶ check ─────────────────────────┴▶ keep venues ─▶ state.venues
 *  market.funding ─▶ check ─▶ keep funding ─▶ state.funding
 *  venue.accounts ─▶ check ─▶ keep accounts ▶ state.margin
 *  chain.health   ─▶ check ─▶ keep chains  ─▶ state.chains
 *                      └─▶ &lt;topic&gt;.dlq
 * </pre>
 *
 * <p>Books run at the job's parallelism; the others carry little and run at one, so that their
 * watermark needs no more partitions than they have.
 */
public final class NetworkStateTopology {

  private final StreamExecutionEnvironment env;
  private final NetworkStateConfig config;
  private final Map<Topic, Source<InputRecord, ?, ?>> sources;
  private final Map<Topic, String> topicIds;
  private final Map<Topic, Sink<OutputRecord>> views;
  private DataStream<Alert> alerts;
  private DataStream<DeadLetter> deadLetters;

  private NetworkStateTopology(
      StreamExecutionEnvironment env,
      NetworkStateConfig config,
      Map<Topic, Source<InputRecord, ?, ?>> sources,
      Map<Topic, String> topicIds,
      Map<Topic, Sink<OutputRecord>> views) {
    this.env = env;
    this.config = config;
    this.sources = sources;
    this.topicIds = topicIds;
    this.views = views;
  }

  /**
   * Builds the job into the environment.
   *
   * @param sources of MARKET_BOOKS, MARKET_FUNDING, VENUE_HEALTH, VENUE_ACCOUNTS and CHAIN_HEALTH
   * @param topicIds the broker's IDs of these topics
   * @param views sinks of STATE_DEPTH, STATE_FUNDING, STATE_MARGIN, STATE_VENUES and STATE_CHAINS
   */
  public static void build(
      StreamExecutionEnvironment env,
      NetworkStateConfig config,
      Map<Topic, Source<InputRecord, ?, ?>> sources,
      Map<Topic, String> topicIds,
      Map<Topic, Sink<OutputRecord>> views,
      Sink<Alert> alerts,
      Sink<DeadLetter> deadLetters) {
    new NetworkStateTopology(env, config, sources, topicIds, views).build(alerts, deadLetters);
  }

  private void build(Sink<Alert> alertSink, Sink<DeadLetter> deadLetterSink) {
    venues(books().getSideOutput(NetworkPartOperator.CLOCK_SAMPLES));
    funding();
    chains();
    accounts();
    alerts.sinkTo(alertSink).setParallelism(1).name(WRITE_ALERTS.uid()).uid(WRITE_ALERTS.uid());
    deadLetters
        .sinkTo(deadLetterSink)
        .setParallelism(1)
        .name(WRITE_DEAD_LETTERS.uid())
        .uid(WRITE_DEAD_LETTERS.uid());
  }

  private SingleOutputStreamOperator<OutputRecord> books() {
    SingleOutputStreamOperator<OutputRecord> kept =
        keep(
            checked(
                Topic.MARKET_BOOKS,
                READ_BOOKS,
                CHECK_BOOKS,
                InputChecks.books(),
                Math.min(env.getParallelism(), Topic.MARKET_BOOKS.partitions())),
            new BookPartKind(config.book()),
            config.staleAfterSeconds().books(),
            KEEP_BOOKS,
            env.getParallelism());
    write(kept, Topic.STATE_DEPTH, WRITE_DEPTH);
    return kept;
  }

  private void funding() {
    SingleOutputStreamOperator<KeyedRecord> input =
        checked(Topic.MARKET_FUNDING, READ_FUNDING, CHECK_FUNDING, InputChecks.funding(), 1);
    write(
        keep(input, new FundingPartKind(), config.staleAfterSeconds().funding(), KEEP_FUNDING, 1),
        Topic.STATE_FUNDING,
        WRITE_FUNDING);
  }

  private void chains() {
    SingleOutputStreamOperator<KeyedRecord> input =
        checked(Topic.CHAIN_HEALTH, READ_CHAINS, CHECK_CHAINS, InputChecks.chains(), 1);
    write(
        keep(input, new ChainPartKind(), config.staleAfterSeconds().chains(), KEEP_CHAINS, 1),
        Topic.STATE_CHAINS,
        WRITE_CHAINS);
  }

  private void accounts() {
    SingleOutputStreamOperator<KeyedRecord> input =
        checked(
            Topic.VENUE_ACCOUNTS,
            READ_ACCOUNTS,
            CHECK_ACCOUNTS,
            InputChecks.accounts(config.margin().maxPositions()),
            1);
    write(
        keep(input, new MarginPartKind(), config.staleAfterSeconds().accounts(), KEEP_ACCOUNTS, 1),
        Topic.STATE_MARGIN,
        WRITE_MARGIN);
  }

  private void venues(DataStream<ClockSample> clocks) {
    TypeInformation<Either<KeyedRecord, ClockSample>> either =
        new EitherTypeInfo<>(
            new ValueTypeInfo<>(KeyedRecord.class, KeyedRecordSerializer.INSTANCE),
            TypeInformation.of(ClockSample.class));
    SingleOutputStreamOperator<KeyedRecord> samples =
        checked(Topic.VENUE_HEALTH, READ_VENUES, CHECK_VENUES, InputChecks.venues(), 1);
    DataStream<Either<KeyedRecord, ClockSample>> input =
        samples
            .map(Either::<KeyedRecord, ClockSample>Left)
            .returns(either)
            .setParallelism(1)
            .name(WRAP_VENUE_SAMPLES.uid())
            .uid(WRAP_VENUE_SAMPLES.uid())
            .union(
                clocks
                    .map(Either::<KeyedRecord, ClockSample>Right)
                    .returns(either)
                    .name(WRAP_CLOCK_SAMPLES.uid())
                    .uid(WRAP_CLOCK_SAMPLES.uid()));
    write(
        keep(input, new VenuePartKind(), config.staleAfterSeconds().venues(), KEEP_VENUES, 1),
        Topic.STATE_VENUES,
        WRITE_VENUES);
  }

  private SingleOutputStreamOperator<KeyedRecord> checked(
      Topic topic, NetworkStateUid read, NetworkStateUid check, InputCheck rules, int parallelism) {
    SingleOutputStreamOperator<KeyedRecord> passed =
        env.fromSource(sources.get(topic), new TickWatermarks(), read.uid())
            .setParallelism(parallelism)
            .uid(read.uid())
            .process(
                new CheckInput(topic, topicIds.get(topic), check.uid(), rules, config.maxKeys()))
            .setParallelism(parallelism)
            .name(check.uid())
            .uid(check.uid());
    DataStream<DeadLetter> refused = passed.getSideOutput(CheckInput.DEAD_LETTERS);
    deadLetters = deadLetters == null ? refused : deadLetters.union(refused);
    return passed;
  }

  private <I, P extends NetworkPart> SingleOutputStreamOperator<OutputRecord> keep(
      DataStream<I> input,
      PartKind<I, P> kind,
      long staleAfterSeconds,
      NetworkStateUid keep,
      int parallelism) {
    SingleOutputStreamOperator<OutputRecord> kept =
        input
            .keyBy(kind::keyOf, Types.STRING)
            .transform(
                keep.uid(),
                TypeInformation.of(OutputRecord.class),
                new NetworkPartOperator<>(kind, config.timing(staleAfterSeconds)))
            .setParallelism(parallelism)
            .uid(keep.uid());
    DataStream<Alert> raised = kept.getSideOutput(NetworkPartOperator.ALERTS);
    alerts = alerts == null ? raised : alerts.union(raised);
    return kept;
  }

  private void write(
      SingleOutputStreamOperator<OutputRecord> kept, Topic topic, NetworkStateUid write) {
    kept.sinkTo(views.get(topic))
        .setParallelism(kept.getParallelism())
        .name(write.uid())
        .uid(write.uid());
  }
}
