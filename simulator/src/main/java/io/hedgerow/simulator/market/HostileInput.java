package io.hedgerow.simulator.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.connectors.kafka.EventHeaders;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.topics.Topic;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * One way to hurt a job, and what must come of it: raw messages for one key of one topic, sent in
 * their order. No two inputs share a key, so that all of them may be sent together.
 *
 * @param name what is wrong with it: {@code crossed-snapshot}
 * @param topic where it is sent
 * @param messages one or more; the last one is hostile, those before it are well-formed
 * @param outcome what must come of the last one
 */
public record HostileInput(String name, Topic topic, List<Message> messages, Outcome outcome) {

  /**
   * A raw message.
   *
   * @param key null for none
   * @param value null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes to send, never compared
  public record Message(byte[] key, byte[] value) {}

  /** What must come of hostile input. */
  public sealed interface Outcome {

    /** It ends in the dead-letter topic of its topic with this reason; nothing else changes. */
    record DeadLetter(DeadLetterReason reason) implements Outcome {}

    /** The book of its key is in this condition. */
    record Book(BookValidity validity, BookReason reason) implements Outcome {}
  }

  /** Keeps an unmodifiable copy. */
  public HostileInput {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("expected a message in " + name);
    }
  }

  /** The hostile message. */
  public Message hostile() {
    return messages.get(messages.size() - 1);
  }

  /** Sends all of it. */
  public void sendTo(EventProducer producer, long nowMicros) {
    for (Message message : messages) {
      producer.sendRaw(topic.topicName(), message.key(), message.value(), nowMicros, header());
    }
  }

  /** Statements of accounts that cannot be true, as received at this time; all are dead letters. */
  public static List<HostileInput> accounts(long nowMicros) {
    return new HostileAccounts(nowMicros).all();
  }

  /** Everything in the catalogue of books, as received at this time. */
  public static List<HostileInput> catalogue(long nowMicros) {
    return new HostileCatalogue(nowMicros).all();
  }

  private RecordHeaders header() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(EventHeaders.SOURCE, ("hedgerow/hostile/" + name).getBytes(UTF_8));
    return headers;
  }
}
