package io.hedgerow.simulator.venue;

/** The chain on which an asset is deposited and withdrawn. */
final class Networks {

  private Networks() {}

  static String of(String asset) {
    return switch (asset) {
      case "BTC" -> "BITCOIN";
      case "SOL" -> "SOLANA";
      default -> "ETHEREUM";
    };
  }
}
