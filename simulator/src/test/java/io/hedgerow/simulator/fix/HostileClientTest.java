package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.SequenceStore;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a client sends, the acceptor answers as FIX asks and lives on. */
@Tag("MON-6")
class HostileClientTest {

  private static final String LOGON = "98=0|108=30|553=DESK1|554=secret|";
  private static final String ORDER =
      "11=HEDGEROW00000001|55=BTC-USDT|54=1|60=20261121-18:40:00.000|38=1|40=2|44=100|59=1|18=6|";

  private Rig rig;
  private RawPeer raw;

  @BeforeEach
  void connect() throws IOException {
    rig = new Rig();
    raw = RawPeer.client(rig.acceptor.address(), Rig.ACCOUNT, Rig.VENUE);
    rig.polled.add(() -> raw.poll());
  }

  @AfterEach
  void close() throws IOException {
    raw.close();
    rig.close();
  }

  private void logOn() {
    raw.send("A", 1, LOGON);
    rig.until("logon", () -> raw.received.size() == 1);
    assertThat(raw.take()).containsExactly("35=A|34=1|98=0|108=30");
  }

  private void expect(String... messages) {
    rig.until("answers", () -> raw.received.size() >= messages.length || raw.ended());
    assertThat(raw.take()).containsExactly(messages);
  }

  private void expectAlive(long nextIn, long nextOut) {
    raw.send("1", nextIn, "112=ALIVE|");
    expect("35=0|34=" + nextOut + "|112=ALIVE");
  }

  /** Another account is served all the same. */
  private void expectServing() throws IOException {
    try (RawPeer other = RawPeer.client(rig.acceptor.address(), Rig.OTHER, Rig.VENUE)) {
      rig.polled.add(other::poll);
      other.send("A", 1, "98=0|108=30|553=DESK2|554=other|");
      rig.until("another's logon", () -> other.received.size() == 1);
      rig.polled.remove(rig.polled.size() - 1);
    }
  }

  @Test
  void shouldIgnoreGarbageAndWrongFramesAndKeepTheNumber() {
    logOn();
    String good = RawPeer.frame("35=D|34=2|49=DESK1|56=SIMV|" + RawPeer.TIME + ORDER);
    raw.sendBytes("GET / HTTP/1.1\r\n\r\n\u0001\u00018=FIX.4.4\u00019=x\u0001");
    raw.sendBytes(good.replaceFirst("10=\\d+", "10=999")); // CheckSum
    raw.sendBytes(good.replace("\u000138=1", "\u000138=2")); // content under the old CheckSum
    raw.sendBytes(good.replaceFirst("\u00019=\\d+", "\u00019=20")); // BodyLength too small
    raw.sendBytes(good.replaceFirst("\u00019=\\d+", "\u00019=400")); // BodyLength too large
    raw.sendBytes(good.replace("FIX.4.4", "FIX.4.2"));
    raw.sendBytes(good);
    raw.send("1", 3, "112=FILLER" + "X".repeat(300) + "|"); // completes the 400 announced bytes
    rig.until("answers", () -> raw.received.size() == 2);
    assertThat(raw.take().get(0)).startsWith("35=8|34=2|37=VHEDGEROW00000001|11=HEDGEROW00000001");
    assertThat(rig.book.requests).hasSize(1);
    expectAlive(4, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // missing tags
        "11=HEDGEROW00000001\\|; ''; 35=3|34=2|45=2|371=11|372=D|373=1|58=required tag missing",
        "55=BTC-USDT\\|; ''; 35=3|34=2|45=2|371=55|372=D|373=1|58=required tag missing",
        "54=1\\|; ''; 35=3|34=2|45=2|371=54|372=D|373=1|58=required tag missing",
        "38=1\\|; ''; 35=3|34=2|45=2|371=38|372=D|373=1|58=required tag missing",
        "40=2\\|; ''; 35=3|34=2|45=2|371=40|372=D|373=1|58=required tag missing",
        "60=.*?\\|; ''; 35=3|34=2|45=2|371=60|372=D|373=1|58=required tag missing",
        "44=100\\|; ''; 35=j|34=2|45=2|372=D|379=HEDGEROW00000001|380=5|58=a limit order needs"
            + " Price(44)",
        // hostile values
        "44=100; 44=1e400; 35=3|34=2|45=2|371=44|372=D|373=6|58=no number of at most eight"
            + " decimals",
        "44=100; 44=NaN; 35=3|34=2|45=2|371=44|372=D|373=6|58=no number of at most eight decimals",
        "44=100; 44=0.000000001; 35=3|34=2|45=2|371=44|372=D|373=6|58=no number of at most eight"
            + " decimals",
        "44=100; 44=99999999999999999999; 35=3|34=2|45=2|371=44|372=D|373=6|58=no number of at most"
            + " eight decimals",
        "44=100; 44=-1; 35=3|34=2|45=2|371=44|372=D|373=5|58=expected a positive number",
        "38=1; 38=0; 35=3|34=2|45=2|371=38|372=D|373=5|58=expected a positive number",
        "54=1; 54=7; 35=3|34=2|45=2|371=54|372=D|373=5|58=expected 1 or 2",
        "40=2; 40=K; 35=3|34=2|45=2|371=40|372=D|373=5|58=expected 1 or 2",
        "59=1; 59=6; 35=3|34=2|45=2|371=59|372=D|373=5|58=expected 1, 3 or 4",
        "18=6; 18=6 Q; 35=3|34=2|45=2|371=18|372=D|373=5|58=expected 6, E or both",
        "11=HEDGE; 11=hedge; 35=3|34=2|45=2|371=11|372=D|373=5|58=expected 16 characters 0-9 A-Z",
        "60=2026; 60=20x6; 35=3|34=2|45=2|371=60|372=D|373=6|58=no UTC timestamp",
        "38=1\\|; 38=1|38=9|; 35=3|34=2|45=2|371=38|372=D|373=13|58=tag appears more than once",
        "38=1\\|; 38=1|1=DESK2|; 35=3|34=2|45=2|371=1|372=D|373=5|58=not the account of this"
            + " session",
        // fields that cannot be read
        "54=1; 54=; 35=3|34=2|45=2|371=54|373=4|58=field cannot be read",
        "54=1; abc=1; 35=3|34=2|45=2|373=0|58=field cannot be read",
        "54=1; 999999=1; 35=3|34=2|45=2|373=0|58=field cannot be read",
        "54=1; 054=1; 35=3|34=2|45=2|373=0|58=field cannot be read",
      })
  void shouldRefuseAnOrderWithItsReasonAndGoOn(String find, String with, String answer) {
    logOn();
    raw.send("D", 2, ORDER.replaceFirst(find, with));
    expect(answer);
    assertThat(rig.book.requests).isEmpty();
    expectAlive(3, 3);
  }

  @Test
  void shouldRefuseUnknownMessageTypes() {
    logOn();
    raw.send("E", 2, "66=LIST|");
    raw.send("AE", 3, "571=X|");
    raw.send("ZZ", 4, "58=X|");
    raw.send("U1", 5, "58=WITHDRAW|");
    expect(
        "35=j|34=2|45=2|372=E|380=3|58=unsupported message type",
        "35=j|34=3|45=3|372=AE|380=3|58=unsupported message type",
        "35=3|34=4|45=4|371=35|372=ZZ|373=11|58=no message type of FIX 4.4",
        "35=3|34=5|45=5|371=35|372=U1|373=11|58=no message type of FIX 4.4");
    expectAlive(6, 6);
  }

  @Test
  void shouldLogOutANumberThatIsTooLow() throws IOException {
    logOn();
    raw.send("D", 2, ORDER);
    raw.send("D", 2, ORDER.replace("01|55", "02|55"));
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take().get(1))
        .isEqualTo("35=5|34=3|58=MsgSeqNum(34) too low, expecting 3 but received 2");
    assertThat(rig.book.requests).hasSize(1);
    expectServing();
  }

  @Test
  void shouldIgnoreADuplicateThatSaysSo() {
    logOn();
    raw.send("D", 2, ORDER);
    raw.send("D", 2, "43=Y|122=20261121-18:40:00.000|" + ORDER);
    rig.until("answer", () -> raw.received.size() == 1);
    raw.take();
    expectAlive(3, 3);
    assertThat(rig.book.requests).hasSize(1);
  }

  @Test
  void shouldAskForWhatIsMissingAndApplyItInOrder() {
    logOn();
    raw.send("D", 4, ORDER.replace("01|55", "03|55"));
    raw.send("1", 5, "112=LATER|");
    expect("35=2|34=2|7=2|16=0");
    raw.send("4", 2, "43=Y|123=Y|36=3|");
    raw.send("D", 3, "43=Y|" + ORDER.replace("01|55", "02|55"));
    raw.send("D", 4, "43=Y|" + ORDER.replace("01|55", "03|55"));
    raw.send("4", 5, "43=Y|123=Y|36=6|");
    rig.until("answers", () -> raw.received.size() == 2);
    assertThat(rig.book.requests)
        .extracting(request -> request.clientOrderId())
        .containsExactly(Rig.id(2), Rig.id(3));
    raw.take();
    expectAlive(6, 5);
  }

  @Test
  void shouldNotLetAnEarlyGapFillHideWhatWasLost() {
    logOn();
    raw.send("4", 5, "43=Y|123=Y|36=9|");
    expect("35=2|34=2|7=2|16=0");
    raw.send("D", 2, "43=Y|" + ORDER);
    rig.until("answer", () -> raw.received.size() == 1);
    assertThat(rig.book.requests).hasSize(1);
  }

  @Test
  void shouldTakeResetsForwardsOnly() {
    logOn();
    raw.send("4", 2, "36=1|");
    expect("35=3|34=2|45=2|371=36|372=4|373=5|58=NewSeqNo(36) missing or too low");
    raw.send("4", 2, "36=50|");
    expectAlive(50, 3);
    raw.send("4", 51, "123=Y|36=51|");
    expect("35=3|34=4|45=51|371=36|372=4|373=5|58=NewSeqNo(36) missing or too low");
    expectAlive(52, 5);
  }

  @Test
  void shouldSendAgainWhatItSaidAndGapFillTheRest() {
    logOn();
    raw.send("1", 2, "112=A|");
    raw.send("D", 3, ORDER);
    raw.send("1", 4, "112=B|");
    rig.until("answers", () -> raw.received.size() == 3);
    String report = raw.take().get(1);
    raw.send("2", 5, "7=1|16=0|");
    expect(
        "35=4|34=1|43=Y|123=Y|36=3",
        report.replace("|34=3|", "|34=3|43=Y|"),
        "35=4|34=4|43=Y|123=Y|36=5");
    raw.send("2", 6, "7=3|16=3|");
    expect(report.replace("|34=3|", "|34=3|43=Y|"));
    raw.send("2", 7, "7=9|16=0|");
    raw.send("2", 8, "7=1|");
    raw.send("2", 9, "7=x|16=0|");
    expect(
        "35=3|34=5|45=7|371=7|372=2|373=5|58=ResendRequest of an impossible range",
        "35=3|34=6|45=8|371=16|372=2|373=1|58=ResendRequest without its range",
        "35=3|34=7|45=9|371=7|372=2|373=5|58=ResendRequest of an impossible range");
    expectAlive(10, 8);
  }

  @Test
  void shouldLogOutAMessageThatIsTooLong() throws IOException {
    logOn();
    raw.send("D", 2, ORDER + "58=" + "A".repeat(20_000) + "|");
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take()).containsExactly("35=5|34=2|58=message too long");
    expectServing();
  }

  @Test
  void shouldRefuseALongFieldOfAMessageThatIsNot() {
    logOn();
    raw.send("D", 2, ORDER + "58=" + "A".repeat(2_000) + "|");
    expect("35=3|34=2|45=2|371=58|373=5|58=field cannot be read");
    expectAlive(3, 3);
  }

  @Test
  void shouldLogOutAMessageWithoutANumber() throws IOException {
    logOn();
    raw.sendBytes(RawPeer.frame("35=0|49=DESK1|56=SIMV|" + RawPeer.TIME));
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take()).containsExactly("35=5|34=2|58=MsgSeqNum(34) missing or unreadable");
    expectServing();
  }

  @Test
  void shouldLogOutOneThatSpeaksForAnother() throws IOException {
    logOn();
    raw.sendBytes(RawPeer.frame("35=0|34=2|49=DESK2|56=SIMV|" + RawPeer.TIME));
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take())
        .containsExactly(
            "35=3|34=2|45=2|372=0|373=9|58=CompID problem", "35=5|34=3|58=CompID problem");
    expectServing();
  }

  @Test
  void shouldRefuseASecondLogonInASession() {
    logOn();
    raw.send("A", 2, LOGON);
    expect("35=3|34=2|45=2|372=A|373=99|58=already logged on");
    expectAlive(3, 3);
  }

  @Test
  void shouldAnswerALogout() throws IOException {
    logOn();
    raw.send("5", 2, "");
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take()).containsExactly("35=5|34=2");
    expectServing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "98=0|108=30|553=DESK1|554=wrong|; unknown account or wrong password",
        "98=0|108=30|553=DESK1|; unknown account or wrong password",
        "98=0|108=30|553=DESK2|554=secret|; unknown account or wrong password",
        "98=0|108=0|553=DESK1|554=secret|; HeartBtInt(108) missing or not within 1 to 300",
        "98=0|553=DESK1|554=secret|; HeartBtInt(108) missing or not within 1 to 300",
        "98=1|108=30|553=DESK1|554=secret|; EncryptMethod(98) missing or not 0",
      })
  void shouldRefuseABadLogonAndTakeAGoodOne(String logon, String reason) throws IOException {
    raw.send("A", 1, logon);
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take()).containsExactly("35=5|34=1|58=" + reason);
    expectServing();
  }

  @ParameterizedTest
  @CsvSource({"D", "0", "5", "8"})
  void shouldHangUpOnWhoDoesNotBeginWithALogon(String type) throws IOException {
    raw.send(type, 1, ORDER);
    rig.until("the end", () -> raw.ended());
    assertThat(raw.take()).isEmpty();
    expectServing();
  }

  @Test
  void shouldHangUpOnGarbageAndOnSilence() throws IOException {
    raw.sendBytes("\u0000\u00ffX8=".repeat(2_000));
    rig.until("the end", () -> raw.ended());
    raw.hangUp();
    raw = RawPeer.client(rig.acceptor.address(), Rig.ACCOUNT, Rig.VENUE);
    rig.pass(6_000_000);
    assertThat(raw.ended()).isTrue();
    expectServing();
  }

  @Test
  void shouldSurviveRandomDamage() throws IOException {
    Random random = new Random(20_261_121L);
    for (int round = 0; round < 150; round++) {
      RawPeer victim = RawPeer.client(rig.acceptor.address(), Rig.ACCOUNT, Rig.VENUE);
      victim.send("A", 1, "141=Y|" + LOGON);
      StringBuilder bytes = new StringBuilder();
      for (int i = 2; i < 12; i++) {
        String fields = "35=D|34=" + i + "|49=DESK1|56=SIMV|" + RawPeer.TIME + ORDER;
        StringBuilder damaged = new StringBuilder(fields);
        damaged.setCharAt(random.nextInt(damaged.length()), (char) (random.nextInt(256)));
        boolean sealed = random.nextBoolean(); // with a right checksum over the damage, or without
        bytes.append(sealed ? RawPeer.frame(damaged.toString()) : damage(fields, random));
      }
      victim.sendBytes(bytes.toString());
      rig.settle();
      victim.close();
      rig.settle();
    }
    expectServing();
  }

  private static String damage(String fields, Random random) {
    StringBuilder frame = new StringBuilder(RawPeer.frame(fields));
    frame.setCharAt(random.nextInt(frame.length()), (char) random.nextInt(256));
    return frame.toString();
  }

  @Test
  void shouldServeOurClientAfterAllThat() throws IOException {
    raw.sendBytes("garbage");
    SeenEvents seen = new SeenEvents();
    FixClient client = rig.client(rig.clientSettings(), SequenceStore.inMemory(), seen);
    rig.until("logon", () -> seen.has("logged on"));
    client.newOrder(Rig.ticket(1));
    rig.until("fill", () -> seen.lines.size() == 3);
    client.close();
  }
}
