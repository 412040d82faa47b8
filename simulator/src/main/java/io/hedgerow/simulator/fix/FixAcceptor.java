package io.hedgerow.simulator.fix;

import com.paritytrading.philadelphia.FIXMessage;
import io.hedgerow.connectors.fix.FixLink;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderWire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * FIX 4.4 order entry in front of a venue: one session per account, many connections, one thread
 * that polls (or an {@link AcceptorThread}). Reports for accounts that are away are kept and sent
 * when they ask.
 *
 * <p>A client logs on with its account as SenderCompID and Username, and its password. With tag
 * 8013 = Y in the Logon its resting orders are cancelled when its connection ends, at a venue that
 * does so; the answer says Y or N. A second logon of an account that is connected is refused.
 */
public final class FixAcceptor implements AutoCloseable, OrderWire, AccountSession.Venue {

  /** New connections and the passing of time wait this long, so that requests need not. */
  private static final long PAUSE_MICROS = 100;

  private final AcceptorSettings settings;
  private final OrderEntry entry;
  private final ServerSocketChannel listening;
  private final Map<String, AccountSession> sessions = new TreeMap<>();
  private final List<PendingLogon> pending = new ArrayList<>();
  private final ArrayDeque<String> gone = new ArrayDeque<>();
  private final Consumer<OrderReport> reports = this::report;
  private final AccountSession[] all;
  private long nowMicros;
  private long advancedMicros;

  /**
   * Listens at once.
   *
   * @param entry the venue; called from the thread that polls
   * @param memory what the sessions remember; a new one for a venue that starts afresh
   * @throws IOException if the address is taken
   */
  public FixAcceptor(AcceptorSettings settings, OrderEntry entry, SessionMemory memory)
      throws IOException {
    this.settings = settings;
    this.entry = entry;
    for (String account : settings.passwords().keySet()) {
      sessions.put(
          account,
          new AccountSession(
              account, settings.venueCompId(), memory.of(account), settings.limits(), this));
    }
    all = sessions.values().toArray(new AccountSession[0]);
    listening = ServerSocketChannel.open();
    listening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    listening.configureBlocking(false);
    listening.bind(settings.address());
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    try {
      return (InetSocketAddress) listening.getLocalAddress();
    } catch (IOException e) {
      throw new IllegalStateException("the acceptor is closed", e);
    }
  }

  /** Accounts that are logged on. */
  public int connected() {
    int count = 0;
    for (AccountSession session : all) {
      count += session.connected() ? 1 : 0;
    }
    return count;
  }

  /** Accepts, reads, answers, lets the venue's time pass. */
  @Override
  public void poll(long atMicros) {
    nowMicros = atMicros;
    boolean due = nowMicros - advancedMicros >= PAUSE_MICROS;
    if (due) {
      accept();
    }
    if (!pending.isEmpty()) {
      pending.removeIf(connection -> !connection.poll(nowMicros));
    }
    for (AccountSession session : all) {
      session.poll(nowMicros);
    }
    tellOfTheGone();
    if (due) {
      advancedMicros = nowMicros;
      entry.advanceTo(nowMicros, reports);
    }
  }

  private void accept() {
    try {
      SocketChannel channel = listening.accept();
      if (channel == null) {
        return;
      }
      if (pending.size() + connected() >= settings.connections()) {
        channel.close();
      } else {
        pending.add(new PendingLogon(channel, settings, this::take, nowMicros));
      }
    } catch (IOException e) {
      // The client was gone before it was accepted; those that are there are served.
      return;
    }
  }

  private String take(String account, FixLink link, FIXMessage logon) {
    AccountSession session = sessions.get(account);
    if (session.connected()) {
      return "already logged on";
    }
    session.attach(link, logon, nowMicros);
    return null;
  }

  @Override
  public void submit(OrderRequest request) {
    entry.submit(request, nowMicros, reports);
  }

  @Override
  public boolean cancelsOnDisconnect() {
    return entry.cancelsOnDisconnect();
  }

  @Override
  public long clockOffsetMicros() {
    return entry.venueTimeMicros(nowMicros) - nowMicros;
  }

  /** Later in this poll: the venue may be in the middle of a request. */
  @Override
  public void gone(String account) {
    gone.add(account);
  }

  @Override
  public void cut(long atMicros) {
    nowMicros = atMicros;
    pending.forEach(PendingLogon::close);
    pending.clear();
    for (AccountSession session : all) {
      if (session.connected()) {
        session.cut();
      }
    }
    tellOfTheGone();
  }

  private void tellOfTheGone() {
    while (!gone.isEmpty()) {
      entry.disconnected(gone.poll(), nowMicros, reports);
    }
  }

  @Override
  public void report(OrderReport report) {
    AccountSession session = sessions.get(report.account());
    if (session != null) {
      session.report(report);
    }
  }

  /** Ends all connections as a crash would, without cancelling orders; sessions can go on later. */
  @Override
  public void close() throws IOException {
    listening.close();
    pending.forEach(PendingLogon::close);
    pending.clear();
    for (AccountSession session : all) {
      session.logout("the venue closes");
    }
    gone.clear();
  }
}
