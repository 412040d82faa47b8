package io.hedgerow.simulator.venue;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The venue's ledger, in double entry: what one account gets another one gives. Besides the clients
 * there are the street (everybody else who trades, and the venue's own fund), the fees, and the
 * outside that deposits come from. Of every asset the sum over all of them, positions at their
 * cost, is always zero. For one thread.
 */
final class Accounts {

  private final NavigableMap<String, Account> clients = new TreeMap<>();
  private final Account street = new Account("(street)");
  private final Account fees = new Account("(fees)");
  private final Account outside = new Account("(outside)");

  /** Opens an account, if it is not open yet. */
  Account open(String name) {
    return clients.computeIfAbsent(name, Account::new);
  }

  /** Null if there is none of this name. */
  Account client(String name) {
    return clients.get(name);
  }

  /** By name. */
  Collection<Account> clients() {
    return Collections.unmodifiableCollection(clients.values());
  }

  /** Everybody else who trades. */
  Account street() {
    return street;
  }

  /** Where the fees go. */
  Account fees() {
    return fees;
  }

  /** Where deposits come from and withdrawals go. */
  Account outside() {
    return outside;
  }

  /** The account of an order; the street's, if it is null. */
  Account of(BookOrder order) {
    return order == null ? street : clients.get(order.account());
  }

  /** Moves an amount; a negative one the other way. */
  void move(String asset, long amountE8, Account from, Account to) {
    from.add(asset, Math.negateExact(amountE8));
    to.add(asset, amountE8);
  }

  /** Settles a trade, without its fees. */
  void trade(InstrumentRules rules, Account buyer, Account seller, long priceE8, long quantityE8) {
    long notional = rules.notionalE8(priceE8, quantityE8);
    if (rules.perpetual()) {
      buyer.trade(rules, quantityE8, notional);
      seller.trade(rules, -quantityE8, notional);
    } else {
      move(rules.baseAsset(), rules.baseE8(quantityE8), seller, buyer);
      move(rules.quoteAsset(), notional, buyer, seller);
    }
  }

  /**
   * Takes the fee of a fill.
   *
   * @return paid; negative: a rebate
   */
  long charge(BookOrder order, boolean maker, long priceE8, long quantityE8) {
    InstrumentRules rules = order.rules();
    boolean inBase = rules.feeAsset(order.side()).equals(rules.baseAsset());
    long amount = inBase ? rules.baseE8(quantityE8) : rules.notionalE8(priceE8, quantityE8);
    long fee = InstrumentRules.feeE8(amount, rules.fees().ppm(maker));
    move(rules.feeAsset(order.side()), fee, of(order), fees);
    return fee;
  }

  /**
   * Pays funding on every position: with a positive rate the long ones pay. The street pays or gets
   * what is left.
   *
   * @param amounts what each position gets; negative: pays
   */
  void fund(InstrumentRules rules, ToLongFunction<OpenPosition> amounts, Paid paid) {
    for (Account account : clients.values()) {
      OpenPosition position = account.positions().get(rules.instrument());
      if (position != null) {
        long amount = amounts.applyAsLong(position);
        move(rules.quoteAsset(), amount, street, account);
        paid.paid(account, amount);
      }
    }
  }

  /** Told of each payment. */
  @FunctionalInterface
  interface Paid {
    void paid(Account account, long amountE8);
  }

  /** The venue's fund takes over a debt. */
  void forgive(Account account, String asset) {
    if (account.totalE8(asset) < 0) {
      move(asset, -account.totalE8(asset), street, account);
    }
  }

  /** The sum over all accounts, positions at their cost; always 0. */
  long sumE8(String asset) {
    return all()
        .mapToLong(
            account ->
                account.totalE8(asset)
                    - account.positions().values().stream()
                        .filter(position -> position.rules().quoteAsset().equals(asset))
                        .mapToLong(OpenPosition::costE8)
                        .sum())
        .sum();
  }

  /** The sum of all positions; always 0. */
  long positionSumE8(String instrument) {
    return all().mapToLong(account -> account.positionE8(instrument)).sum();
  }

  private Stream<Account> all() {
    return Stream.concat(clients.values().stream(), Stream.of(street, fees, outside));
  }

  /**
   * How much of the position an order on this side would only reduce, beyond what open orders will
   * reduce already.
   */
  static long reducible(Account account, BookOrder order) {
    long position = account.positionE8(order.rules().instrument());
    long open = order.isBuy() ? Math.max(0, -position) : Math.max(0, position);
    for (BookOrder other : account.open()) {
      boolean same =
          other.reduceOnly()
              && other.side() == order.side()
              && other.rules().instrument().equals(order.rules().instrument());
      open -= same ? other.leavesE8() : 0;
    }
    return open;
  }
}
