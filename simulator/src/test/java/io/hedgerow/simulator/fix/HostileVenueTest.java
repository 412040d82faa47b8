package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.ClientMessage;
import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.venue.OrderSide;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client against a venue written by hand, which says what no venue should say. */
class HostileVenueTest {

  private static final String REPORT =
      "37=V1|11=HEDGEROW00000001|17=E1|150=0|39=0|55=BTC-USDT|54=1|38=1|44=100|151=1|14=0|6=0|"
          + "60=20261121-18:40:00.000|";
  private static final String FILL =
      "37=V1|11=HEDGEROW00000001|17=E2|150=F|39=2|55=BTC-USDT|54=1|38=1|44=100|32=1|31=100|151=0|"
          + "14=1|6=100|60=20261121-18:40:00.000|";

  private final SeenEvents seen = new SeenEvents();
  private final SequenceStore store = SequenceStore.inMemory();
  private Rig rig;
  private RawPeer venue;
  private FixClient client;

  @BeforeEach
  void logOn() throws IOException {
    rig = new Rig();
    venue = RawPeer.venue(Rig.VENUE, Rig.ACCOUNT);
    rig.polled.add(venue::poll);
    FixClientSettings settings =
        FixClientSettings.of(venue.address(), Rig.ACCOUNT, Rig.VENUE, "secret");
    client = rig.client(settings, store, seen);
    accept(1, 1);
    seen.take();
  }

  private void accept(long clientNumber, long venueNumber) {
    rig.until("a logon", () -> venue.received.size() == 1);
    assertThat(venue.take())
        .containsExactly("35=A|34=" + clientNumber + "|98=0|108=10|553=DESK1|554=secret|8013=Y");
    venue.send("A", venueNumber, "98=0|108=10|");
    rig.until("logged on", () -> client.ready());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    venue.close();
    rig.close();
  }

  private void order() {
    assertThat(client.newOrder(Rig.ticket(1).limit(100 * Rig.E8, Rig.E8)))
        .isEqualTo(SendResult.SENT);
    rig.until("an order", () -> venue.received.size() == 1);
    assertThat(venue.take())
        .containsExactly("35=D|34=2|11=HEDGEROW00000001|55=BTC-USDT|54=1|38=1|40=2|44=100|59=1");
  }

  @Test
  @Tag("TRUTH-4")
  void shouldBeAbleToSendThisAndNothingElse() {
    // when everything that the client's interface offers is sent
    order();
    client.newOrder(Rig.ticket(2).market(1).reduceOnly(true));
    client.replace(Rig.ticket(3).originalClientOrderId(Rig.id(1)));
    client.cancel(Rig.id(4), Rig.id(1), "BTC-USDT", OrderSide.BUY);
    client.requestStatus(Rig.id(1), "BTC-USDT", OrderSide.BUY);
    venue.send("1", 2, "112=X|");
    venue.send("8", 3, REPORT.replace("44=100", "44=x"));
    venue.send("2", 4, "7=2|16=3|");
    venue.send("8", 9, REPORT);
    venue.send("B", 5, "148=NEWS|");
    rig.pass(11_000_000);
    client.logout();
    rig.settle();

    // then these are all types: orders, session, and the refusal of what the venue sends
    TreeSet<String> types = new TreeSet<>();
    venue.take().forEach(message -> types.add(message.substring(3, message.indexOf('|'))));
    assertThat(types).containsExactly("0", "2", "3", "4", "5", "D", "F", "G", "H", "j");
    assertThat(ClientMessage.values())
        .extracting(ClientMessage::type)
        .containsExactly('D', 'F', 'G', 'H');
    assertThat(
            java.util.Arrays.stream(FixClient.class.getDeclaredMethods())
                .filter(method -> java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .map(java.lang.reflect.Method::getName)
                .distinct())
        .containsExactlyInAnyOrder(
            "poll",
            "ready",
            "openOrders",
            "cancelsOnDisconnect",
            "newOrder",
            "replace",
            "cancel",
            "requestStatus",
            "logout",
            "connect",
            "resetSequences",
            "garbledBytes",
            "close");
  }

  @Test
  @Tag("REC-1")
  void shouldKeepAnAcceptedOrderUnknownUntilTheVenueSaysThatItKnowsNoSuchOrder() {
    String rejected = REPORT.replace("150=0|39=0", "150=I|39=8").replace("151=1", "151=0");
    String question = "|11=HEDGEROW00000001|55=BTC-USDT|54=1";
    // given an order that was accepted
    order();
    venue.send("8", 2, REPORT);
    rig.until("accepted", () -> seen.lines.size() == 1);
    seen.take();

    // when the question is refused
    client.requestStatus(Rig.id(1), "BTC-USDT", OrderSide.BUY);
    rig.until("a question", () -> venue.received.size() == 1);
    venue.take();
    venue.send("j", 3, "45=3|372=H|379=HEDGEROW00000001|380=0|58=RATE_LIMITED|");
    rig.until("refused", () -> seen.lines.size() == 1);
    assertThat(seen.take()).containsExactly("business reject 0 of HEDGEROW00000001: RATE_LIMITED");
    long refusedAtMicros = rig.nowMicros;

    // then it is asked again, after a pause
    rig.until("asked again", () -> venue.received.size() == 1);
    assertThat(venue.take()).containsExactly("35=H|34=4" + question);
    assertThat(rig.nowMicros - refusedAtMicros).isGreaterThan(900_000);

    // and when it is told to have been rejected, still not believed
    venue.send("8", 4, rejected);
    rig.until("contradiction", () -> seen.lines.size() == 1);
    assertThat(seen.take())
        .containsExactly("unreadable HEDGEROW00000001: an accepted order as rejected, tag 39");
    assertThat(client.openOrders()).isEqualTo(1);
    rig.until("asked again", () -> venue.received.size() == 2);
    assertThat(venue.take())
        .containsExactly(
            "35=3|34=5|45=4|371=39|372=8|373=5|58=an accepted order as rejected",
            "35=H|34=6" + question);

    // until the venue knows no such order
    venue.send("8", 5, rejected + "103=5|58=UNKNOWN_ORDER|");
    rig.until("the end", () -> seen.lines.size() == 1);
    assertThat(seen.take().get(0)).startsWith("STATUS HEDGEROW00000001 REJECTED");
    assertThat(client.openOrders()).isZero();
  }

  @ParameterizedTest
  @Tag("GATE-2")
  @CsvSource(
      delimiter = ';',
      value = {
        "31=100; 31=1e2; unreadable or negative number, tag 31; 371=31|372=8|373=6",
        "31=100; 31=-100; unreadable or negative number, tag 31; 371=31|372=8|373=6",
        "31=100; 31=0; a fill without price or quantity, tag 31; 371=31|372=8|373=6",
        "32=1; 32=0.000000001; unreadable or negative number, tag 32; 371=32|372=8|373=6",
        "32=1\\|; ''; required field missing, tag 32; 371=32|372=8|373=1",
        "14=1; 14=99999999999999999999; unreadable or negative number, tag 14; 371=14|372=8|373=6",
        "151=0; 151=NaN; unreadable or negative number, tag 151; 371=151|372=8|373=6",
        "6=100; 6=x; unreadable or negative number, tag 6; 371=6|372=8|373=6",
        "150=F; 150=Z; unknown ExecType(150), tag 150; 371=150|372=8|373=6",
        "39=2; 39=z; unknown OrdStatus(39), tag 39; 371=39|372=8|373=6",
        "54=1; 54=B; unknown Side(54), tag 54; 371=54|372=8|373=6",
        "17=E2\\|; ''; required field missing, tag 17; 371=17|372=8|373=1",
      })
  void shouldRefuseAReportThatCannotBeTrustedAndAskForTheOrder(
      String find, String with, String problem, String refusal) {
    order();
    venue.send("8", 2, FILL.replaceFirst("\\|" + find, "|" + with));
    rig.until("refusal and question", () -> venue.received.size() == 2);
    List<String> said = venue.take();
    assertThat(said.get(0)).startsWith("35=3|34=3|45=2|" + refusal);
    assertThat(said.get(1)).isEqualTo("35=H|34=4|11=HEDGEROW00000001|55=BTC-USDT|54=1");
    assertThat(seen.take()).containsExactly("unreadable HEDGEROW00000001: " + problem);
    assertThat(client.openOrders()).as("it is still unknown").isEqualTo(1);

    venue.send("8", 3, FILL);
    rig.until("the fill", () -> client.openOrders() == 0);
  }

  @Test
  void shouldReadAnAverageOfMoreDecimalsAndNegativeFees() {
    order();
    venue.send("8", 2, FILL.replace("|6=100|", "|6=100.123456789123|12=-0.01|13=3|479=BTC|851=1|"));
    rig.until("the fill", () -> client.openOrders() == 0);
    assertThat(seen.take())
        .containsExactly(
            "FILLED HEDGEROW00000001 FILLED BUY BTC-USDT filled 1 of 1, now 1 at 100 maker fee"
                + " -0.01 BTC trade ");
  }

  @Test
  @Tag("HEDGE-2")
  void shouldHandOnFillsAfterACancelAndBeforeTheAcknowledgement() {
    order();
    venue.send("8", 2, FILL.replace("39=2", "39=1"));
    venue.send("8", 3, REPORT.replace("150=0|39=0", "150=4|39=4"));
    venue.send("8", 4, FILL.replace("17=E2", "17=E3"));
    venue.send("8", 5, REPORT);
    rig.until("all of it", () -> seen.lines.size() == 4);
    assertThat(seen.take())
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("FILLED", "CANCELED", "FILLED", "ACCEPTED");
  }

  @Test
  void shouldTellWhichOrderARejectionMeans() {
    order();
    venue.send("3", 2, "45=2|371=44|372=D|373=5|58=no such price|");
    rig.until("rejection", () -> seen.lines.size() == 1);
    assertThat(seen.take()).containsExactly("session reject 5 of HEDGEROW00000001: no such price");
    assertThat(client.openOrders()).isZero();

    client.newOrder(Rig.ticket(2));
    venue.send("j", 3, "45=3|372=D|380=0|58=closed for lunch|");
    rig.until("rejection", () -> seen.lines.size() == 1);
    assertThat(seen.take())
        .containsExactly("business reject 0 of HEDGEROW00000002: closed for lunch");
    venue.send("j", 4, "45=999999999999999999999|372=D|380=x|");
    rig.until("rejection", () -> seen.lines.size() == 1);
    assertThat(seen.take()).containsExactly("business reject -1 of : ");
  }

  @Test
  @Tag("ORD-6")
  void shouldGapFillAnOrderThatTheVenueMissedAndAskForIt() {
    order();
    venue.send("2", 2, "7=2|16=0|");
    rig.until("gap fill and question", () -> venue.received.size() == 2);
    assertThat(venue.take())
        .containsExactly(
            "35=4|34=2|43=Y|123=Y|36=3", "35=H|34=3|11=HEDGEROW00000001|55=BTC-USDT|54=1");
    assertThat(client.openOrders()).isEqualTo(1);
  }

  @Test
  void shouldAskForAGapAndNotBelieveAnEarlyGapFill() {
    order();
    venue.send("4", 5, "43=Y|123=Y|36=20|");
    rig.until("question", () -> venue.received.size() == 1);
    assertThat(venue.take()).containsExactly("35=2|34=3|7=2|16=0");
    assertThat(client.newOrder(Rig.ticket(2))).isEqualTo(SendResult.RECOVERING);
    venue.send("8", 2, "43=Y|" + REPORT);
    venue.send("8", 3, "43=Y|" + FILL);
    venue.send("4", 4, "43=Y|123=Y|36=6|");
    rig.until("caught up", () -> client.ready());
    assertThat(seen.take())
        .extracting(line -> line.substring(0, line.indexOf(' ')))
        .containsExactly("ACCEPTED", "FILLED", "logged");
  }

  @Test
  void shouldAskAgainForAGapThatIsNotFilledAndThenGiveUp() {
    for (int number = 9; seen.lines.isEmpty() && number < 60; number++) {
      venue.send("0", number, "");
      rig.pass(1_000_000);
    }
    assertThat(seen.take()).containsExactly("logged off: the gap from 2 was not filled");
    assertThat(venue.take())
        .filteredOn(message -> message.startsWith("35=2") || message.startsWith("35=5"))
        .extracting(message -> message.replaceFirst("34=\\d+\\|", ""))
        .startsWith(
            "35=2|7=2|16=0",
            "35=2|7=2|16=0",
            "35=2|7=2|16=0",
            "35=5|58=the gap from 2 was not filled");
  }

  @Test
  void shouldFollowASequenceReset() {
    venue.send("4", 2, "36=100|");
    venue.send("1", 100, "112=X|");
    rig.until("answer", () -> venue.received.size() == 1);
    assertThat(venue.take()).containsExactly("35=0|34=2|112=X");
    assertThat(store.nextIn()).isEqualTo(101);
  }

  @Test
  @Tag("TRIG-15")
  void shouldLogOutANumberThatIsTooLowAndStayAway() {
    venue.send("0", 1, "");
    rig.until("the end", () -> venue.ended());
    assertThat(venue.take())
        .containsExactly("35=5|34=2|58=MsgSeqNum(34) too low, expecting 2 but received 1");
    assertThat(seen.take())
        .containsExactly(
            "logged off: MsgSeqNum(34) too low, expecting 2 but received 1 (numbers disagree)");
  }

  @Test
  void shouldStayAwayIfTheVenueSaysThatOurNumbersAreTooLow() throws IOException {
    venue.hangUp();
    rig.until("a logon", () -> venue.received.size() == 1);
    venue.take();
    venue.send("5", 2, "58=MsgSeqNum too low, expecting 7 but received 2|");
    rig.until("the end", () -> seen.lines.size() == 2);
    assertThat(seen.take().get(1)).endsWith("(numbers disagree)");

    // and with the operator's word it begins again at 1
    client.resetSequences();
    venue.hangUp();
    rig.until("a logon", () -> venue.received.size() == 1);
    assertThat(venue.take())
        .containsExactly("35=A|34=1|98=0|108=10|141=Y|553=DESK1|554=secret|8013=Y");
    venue.send("A", 1, "98=0|108=10|141=Y|");
    rig.until("logged on", () -> client.ready());
  }

  @Test
  void shouldNotAcceptAResetThatItDidNotAskFor() throws IOException {
    venue.hangUp();
    rig.until("a logon", () -> venue.received.size() == 1);
    venue.send("A", 1, "98=0|108=10|141=Y|");
    rig.until("the end", () -> seen.lines.size() == 2);
    assertThat(seen.take().get(1)).isEqualTo("logged off: ResetSeqNumFlag(141) was not asked for");
  }

  @Test
  @Tag("LAT-6")
  void shouldNeverWaitForAVenueThatDoesNotRead() throws IOException {
    // given a venue that keeps talking and reads nothing
    rig.polled.remove(0);
    SendResult last = SendResult.SENT;
    int sent = 0;
    while (last == SendResult.SENT && sent < 200_000) {
      last = client.cancel(Rig.id(1), Rig.id(2), "BTC-USDT", OrderSide.BUY);
      sent++;
    }
    assertThat(last).isEqualTo(SendResult.BACK_PRESSURE);
    assertThat(client.newOrder(Rig.ticket(1))).isEqualTo(SendResult.BACK_PRESSURE);

    // when it reads again
    rig.polled.add(venue::poll);
    rig.until("room", () -> client.newOrder(Rig.ticket(1)) == SendResult.SENT);
    int expected = sent;
    rig.until("everything arrives, nothing twice", () -> venue.received.size() == expected);
    assertThat(venue.received.get(sent - 1)).startsWith("35=D|34=" + (sent + 1) + "|");
  }

  @Test
  void shouldSurviveRandomDamage() throws IOException {
    Random random = new Random(20_261_121L);
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 5 && client.ready(); i++) {
        StringBuilder fields =
            new StringBuilder(
                "35=8|34=" + store.nextIn() + "|49=SIMV|56=DESK1|" + RawPeer.TIME + FILL);
        fields.setCharAt(random.nextInt(fields.length()), (char) random.nextInt(256));
        venue.sendBytes(RawPeer.frame(fields.toString()));
        rig.step();
      }
      rig.settle();
      client.connect();
      rig.until("logged on again", () -> client.ready() || (welcome() && client.ready()));
    }
    assertThat(client.ready()).isTrue();
  }

  /** Answers a logon, on a new connection if the old one is over. */
  private boolean welcome() {
    if (venue.ended()) {
      venue.hangUp();
    }
    if (venue.take().stream().anyMatch(message -> message.startsWith("35=A"))) {
      venue.send("A", store.nextIn(), "98=0|108=10|");
    }
    return true;
  }
}
