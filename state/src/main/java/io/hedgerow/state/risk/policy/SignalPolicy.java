package io.hedgerow.state.risk.policy;

/**
 * What the signals job obeys (SIG-1, SETTLE-1, MON-7, ORD-3). What is a table by name, fees, caps
 * and chains, stands in the settings of that job.
 */
public record SignalPolicy(
    Alpha alpha, FundingCarry fundingCarry, Reduction reduction, Routing routing) {

  /**
   * The scanner of the edge between venues.
   *
   * @param minEdgePpm least edge after costs
   * @param maxSlippagePpm how far from the middle of its book a leg may reach, at most 0.30 %
   * @param reservePpm of the notional, for what the books do not show
   * @param maxAgeMicros of a book
   * @param coolDownMicros one opportunity is one signal for so long
   * @param timeoutMicros within which both legs must be filled
   */
  public record Alpha(
      int minEdgePpm,
      int maxSlippagePpm,
      int reservePpm,
      long maxAgeMicros,
      long coolDownMicros,
      long timeoutMicros) {}

  /**
   * The funding monitor.
   *
   * @param everyMicros it looks at the multiples of this, event time
   * @param minNetPpm least carry after costs, for each hour
   * @param holdHours over which the costs of opening and closing are spread
   * @param maxSlippagePpm how far from the middle of its book a leg may reach, at most 0.30 %
   * @param reservePpm of the notional, for what the books do not show
   * @param maxAgeMicros of a funding rate; books are held to the scanner's limit
   * @param coolDownMicros one opportunity is one signal for so long
   * @param timeoutMicros within which both legs must be filled
   */
  public record FundingCarry(
      long everyMicros,
      int minNetPpm,
      int holdHours,
      int maxSlippagePpm,
      int reservePpm,
      long maxAgeMicros,
      long coolDownMicros,
      long timeoutMicros) {}

  /**
   * The risk monitor.
   *
   * @param minBufferPpm least equity above maintenance, as a share of the maintenance
   * @param sharePpm share of a position that is asked to be reduced
   * @param maxSlippagePpm how far from the middle of its book a leg may reach, at most 0.30 %
   * @param maxAgeMicros of an account's statement and of a trigger
   * @param coolDownMicros one shortage is one signal for so long
   * @param timeoutMicros within which it must be filled
   */
  public record Reduction(
      int minBufferPpm,
      int sharePpm,
      int maxSlippagePpm,
      long maxAgeMicros,
      long coolDownMicros,
      long timeoutMicros) {}

  /**
   * How chains are compared.
   *
   * @param maxDelayMicros a chain whose ninth confirmation of ten takes longer is not available
   * @param delayPpm what a minute until the median confirmation counts
   * @param jitterPpm what a minute between the median and the ninth of ten counts
   * @param maxAgeMicros of a chain's view and of the fee asset's price
   */
  public record Routing(long maxDelayMicros, int delayPpm, int jitterPpm, long maxAgeMicros) {}
}
