package io.hedgerow.state.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cool-down of 100 and a least edge of 10. */
@Tag("SIG-1")
class CoolDownTest {

  private static final String PAIR = "A>B";
  private static final int NONE = -1;

  private final CoolDown coolDown = new CoolDown();

  @Test
  void shouldMakeOneSignalOfOneOpportunity() {
    assertThat(admit(9, 0)).isEqualTo(NONE);
    assertThat(admit(40, 1)).isZero();
    assertThat(admit(50, 2)).isEqualTo(NONE);
    assertThat(admit(20, 3)).isEqualTo(NONE);
    assertThat(admit(40, 100)).isEqualTo(NONE);
    assertThat(admit(40, 101)).isZero();
  }

  @Test
  void shouldRearmWhenTheEdgeFellBelowHalfAndCameBack() {
    assertThat(admit(40, 1)).isZero();
    assertThat(admit(19, 2)).isEqualTo(NONE);
    assertThat(admit(19, 26)).isEqualTo(NONE);
    assertThat(admit(20, 27)).isEqualTo(1);
    assertThat(admit(20, 28)).isEqualTo(NONE);
  }

  @Test
  void shouldNotRearmForABookThatFlickers() {
    assertThat(admit(40, 1)).isZero();
    for (int at = 2; at < 100; at += 2) {
      assertThat(admit(0, at)).isEqualTo(NONE);
      assertThat(admit(40, at + 1)).isEqualTo(NONE);
    }
  }

  @Test
  void shouldCountAnewInTheNextPeriod() {
    assertThat(admit(40, 70)).isZero();
    assertThat(admit(0, 71)).isEqualTo(NONE);
    assertThat(admit(40, 101)).isZero();
  }

  @Test
  void shouldKeepKeysApartAndForgetThem() {
    assertThat(admit(40, 1)).isZero();
    assertThat(coolDown.admit("B>A", 40, 10, 1, 100)).isZero();
    coolDown.forgetBefore(2);
    assertThat(coolDown.size()).isZero();
  }

  @Test
  void shouldForgetWhatIsOverBeforeItGrowsBeyondItsBound() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(coolDown.admit("P" + i, 40, 10, i, 100)).isZero();
    }

    assertThat(coolDown.size()).isLessThanOrEqualTo(4_096);
    assertThat(coolDown.admit("P9999", 40, 10, 10_000, 100)).isEqualTo(NONE);
  }

  @Test
  void shouldGoOnFromItsPage() {
    assertThat(admit(40, 1)).isZero();
    assertThat(admit(0, 2)).isEqualTo(NONE);
    PageWriter out = new PageWriter(1);
    coolDown.write(out);
    CoolDown read = new CoolDown();
    PageReader in = new PageReader("cool-down", out.toPage(), 1);
    read.read(in);
    in.end();

    assertThat(read.admit(PAIR, 40, 10, 27, 100)).isEqualTo(1);
  }

  private int admit(long edgePpm, long nowMicros) {
    return coolDown.admit(PAIR, edgePpm, 10, nowMicros, 100);
  }
}
