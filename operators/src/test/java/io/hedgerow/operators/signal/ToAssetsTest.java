package io.hedgerow.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.state.signal.SignalSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** BTC moves over nothing, ETH over an EVM chain, SOL over Solana; views are known 250 ms later. */
@Tag("SIG-1")
class ToAssetsTest {

  private static final long T0 = 1_750_000_000_000_000L;
  private static final long KNOWN = T0 + 250_000;

  private record Sent(String asset, long atMicros, boolean always) {}

  @Test
  void shouldSendABookToItsAssetAlone() throws Exception {
    DepthView book = SignalOperatorTest.bookView("A", 1, T0, "999.5", "1000");
    assertThat(sent(book)).containsExactly(new Sent("BTC", KNOWN, false));

    book.setInstrument("ETH-USDT-PERP");
    assertThat(sent(book)).containsExactly(new Sent("ETH", KNOWN, false));
    for (String unknown : List.of("DOGE-USDT", "BTC-USD-PERP-LINEAR", "BTC", "")) {
      book.setInstrument(unknown);
      assertThat(sent(book)).as(unknown).isEmpty();
    }
  }

  @Test
  @Tag("NET-7")
  void shouldSayThatWhatIsUnusableAlwaysCounts() throws Exception {
    DepthView book = SignalOperatorTest.bookView("A", 1, T0, "999.5", "1000");
    book.setValidity(BookValidity.STALE);
    FundingView rate = rate("BTC");
    rate.setFreshness(Freshness.STALE);
    ChainView chain = chain("SOLANA");
    chain.setFreshness(Freshness.STALE);

    assertThat(sent(book)).containsExactly(new Sent("BTC", KNOWN, true));
    assertThat(sent(rate)).containsExactly(new Sent("BTC", KNOWN, true));
    assertThat(sent(chain)).containsExactly(new Sent("SOL", KNOWN, true));
  }

  @Test
  void shouldSendARateToItsAsset() throws Exception {
    assertThat(sent(rate("ETH"))).containsExactly(new Sent("ETH", KNOWN, false));
    assertThat(sent(rate("DOGE"))).isEmpty();
  }

  @Test
  @Tag("SETTLE-1")
  void shouldSendAChainAndThePriceOfItsFeeToThoseWhoCanMoveOverIt() throws Exception {
    assertThat(sent(chain("ETHEREUM")))
        .containsExactly(new Sent("ETH", KNOWN, false), new Sent("PAXG", KNOWN, false));
    assertThat(sent(chain("SOLANA"))).containsExactly(new Sent("SOL", KNOWN, false));
    assertThat(sent(chain("BASE"))).isEmpty();
    assertThat(sent(price("ETH")))
        .containsExactly(new Sent("ETH", T0, false), new Sent("PAXG", T0, false));
    assertThat(sent(price("BTC"))).isEmpty();
  }

  @Test
  @Tag("MON-7")
  void shouldSendAnAccountAndATriggerToAllForTheyAlwaysCount() throws Exception {
    for (SpecificRecord record : List.of(account(), trigger())) {
      assertThat(sent(record))
          .containsExactly(
              new Sent("BTC", T0, true),
              new Sent("ETH", T0, true),
              new Sent("PAXG", T0, true),
              new Sent("SOL", T0, true));
    }
  }

  @Test
  void shouldHandOnWhereARecordStoodAndItsBytes() throws Exception {
    byte[] bytes = RecordCodec.encode(account());
    List<SignalInput> out = new ArrayList<>();
    new ToAssets(Topic.VENUE_ACCOUNTS, settings())
        .flatMap(new KeyedRecord("A|main", bytes, 3, 17), new ListCollector<>(out));

    assertThat(out)
        .hasSize(4)
        .allSatisfy(
            input -> {
              assertThat(input.topic()).isEqualTo(Topic.VENUE_ACCOUNTS);
              assertThat(input.partition()).isEqualTo(3);
              assertThat(input.offset()).isEqualTo(17);
              assertThat(input.value()).isEqualTo(bytes);
            });
  }

  @Test
  void shouldRefuseWhatTheJobDoesNotRead() {
    Acknowledgement foreign = new Acknowledgement("nobody", 1L, 1L, "build", T0, "0".repeat(32));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sent(foreign))
        .withMessageContaining("expected an input of the signals job");
  }

  private static List<Sent> sent(SpecificRecord record) throws Exception {
    List<SignalInput> out = new ArrayList<>();
    new ToAssets(Topic.STATE_DEPTH, settings())
        .flatMap(new KeyedRecord("key", new byte[0], 0, 0, record), new ListCollector<>(out));
    return out.stream()
        .map(input -> new Sent(input.asset(), input.atMicros(), input.always()))
        .toList();
  }

  private static SignalSettings settings() {
    return new SignalSettings(
        250,
        16,
        List.of(),
        List.of(),
        List.of(
            new SignalSettings.Asset("BTC", List.of()),
            new SignalSettings.Asset("ETH", List.of("ETHEREUM")),
            new SignalSettings.Asset("PAXG", List.of("ETHEREUM")),
            new SignalSettings.Asset("SOL", List.of("SOLANA"))),
        List.of(),
        List.of(
            new SignalSettings.Chain("ETHEREUM", RouteClass.EVM_L1, "ETH", 65_000, 0, 0),
            new SignalSettings.Chain("SOLANA", RouteClass.SVM, "SOL", 200_000, 500, 0)));
  }

  private static FundingView rate(String asset) {
    return FundingView.newBuilder()
        .setVenue("A")
        .setInstrument(asset + "-USDT-PERP")
        .setAsset(asset)
        .setVersion(1)
        .setFreshness(Freshness.LIVE)
        .setRateE8(1L)
        .setNextFundingTimeMicros(-1)
        .setIntervalMicros(1L)
        .setIntervalStatus(IntervalStatus.OBSERVED)
        .setMinimumRateE8(0)
        .setMaximumRateE8(0)
        .setRangeCount(0)
        .setReceivedAtMicros(T0)
        .setVenueTimeMicros(-1)
        .setEventId("0".repeat(32))
        .build();
  }

  private static ChainView chain(String name) {
    return ChainView.newBuilder()
        .setChain(name)
        .setFamily(name.equals("SOLANA") ? ChainFamily.SVM : ChainFamily.EVM)
        .setVersion(1)
        .setFreshness(Freshness.LIVE)
        .setBlockNumber(1)
        .setBlockTimeMicros(T0)
        .setReceivedAtMicros(T0)
        .setEventId("0".repeat(32))
        .build();
  }

  private static ReferencePrice price(String asset) {
    return new ReferencePrice(
        asset, "SIM-INDEX", ReferenceKind.INDEX, E8.ONE, T0, -1L, "0".repeat(32));
  }

  private static VenueAccount account() {
    return VenueAccount.newBuilder()
        .setVenue("A")
        .setAccount("main")
        .setVenueClass(VenueClass.values()[0])
        .setVersion(1)
        .setMarginAsset("USDT")
        .setEquityE8(1)
        .setInitialMarginE8(1)
        .setMaintenanceMarginE8(1)
        .setBalances(List.of())
        .setPositions(List.of())
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(T0)
        .setVenueTimeMicros(-1)
        .setEventId("0".repeat(32))
        .build();
  }

  private static RiskTrigger trigger() {
    return RiskTrigger.newBuilder()
        .setTriggerId("0".repeat(32))
        .setSequence(1)
        .setTrigger(TriggerName.MARGIN_BUFFER_BREACH)
        .setMeasure("margin-buffer")
        .setStatus(TriggerStatus.RAISED)
        .setMode(PolicyMode.LIVE)
        .setSeverity(Severity.WARNING)
        .setClassification(Classification.SCOPED)
        .setScopeType(ScopeType.VENUE)
        .setScope("A")
        .setSubject("A|main")
        .setPattern("single@1")
        .setText("the buffer is small")
        .setPolicyVersion(1)
        .setOptions(List.of())
        .setEdges(List.of())
        .setRaisedAtMicros(T0)
        .setEventId("0".repeat(32))
        .build();
  }
}
