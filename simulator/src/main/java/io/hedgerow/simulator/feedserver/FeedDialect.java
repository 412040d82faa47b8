package io.hedgerow.simulator.feedserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.simulator.market.SimulatedVenue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How one venue writes its market data. Stateless, safe from any thread. */
interface FeedDialect {

  /** What a stream shows. */
  enum Kind {
    BOOK,
    TRADES,
    PRICES
  }

  /**
   * A stream of one instrument.
   *
   * @param name as the client asks for it; what it names comes with each message
   */
  record Topic(String name, Kind kind, String symbol) {}

  /**
   * What a client asks for.
   *
   * @param names of streams
   * @param id to be repeated in the answer
   */
  record Request(boolean subscribe, List<String> names, String id) {}

  /** Which of the generated venues it shows. */
  SimulatedVenue source();

  /** Whether it trades the instrument. */
  boolean trades(SimulatedInstrument instrument);

  /** What it calls the instrument, and on which of its markets if it has several. */
  String symbol(SimulatedInstrument instrument);

  /** The paths of its websockets. */
  List<String> paths();

  /** Levels per side in its books; 0: all. */
  int depth();

  /** Update numbers that are left out between two messages. */
  int skippedUpdates();

  /** How far the number moves with a message; 0: by its levels. */
  int updateStep();

  /** The answer to a client's heartbeat; empty if it is none. */
  Optional<String> heartbeat(String text);

  /** What a message asks for; empty if it is no request. */
  Optional<Request> request(JsonNode message);

  /** The stream of this name on a link to this path; empty if there cannot be one. */
  Optional<Topic> topic(String path, String name);

  /** Says that these streams begin or end: one message or one each. */
  List<String> accepted(Request request);

  /** Says that there is no such stream. */
  String refused(Request request, String name);

  /** The first message of a book's stream; empty where whole books are fetched. */
  Optional<String> whole(String topic, ServedBook book, long atMillis);

  /** A change of a book. */
  String change(String topic, String symbol, ServedBook.Change change, long atMillis);

  /** A trade. */
  String trade(String topic, String symbol, Trade trade);

  /** Funding and prices: one message or several, of the kinds that this stream holds. */
  Optional<String> prices(String topic, String symbol, FundingUpdate funding);

  /** Where a whole book is fetched; empty where it is not. */
  Optional<String> bookPath();

  /** The answer to that. */
  String fetched(ServedBook book, long atMillis);

  /** The number of each book when its service has started anew; empty: it closes the links. */
  OptionalLong restartsAt();

  /**
   * What it says of that.
   *
   * @param before the book's number until then
   */
  String restarted(String topic, ServedBook book, long before, long atMillis);
}
