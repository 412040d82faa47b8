package io.hedgerow.fastpath.bridge;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.fastpath.engine.EngineInputs;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that publishes a journal and tells how many records it has sent, until it is killed.
 */
final class PublishingProcess {

  private static final long LOOK_AGAIN_NANOS = 5_000_000;

  private PublishingProcess() {}

  public static void main(String[] args) {
    EventProducer producer = EventProducer.open(args[1], "hedgerow/fast-path");
    JournalPublisher publisher =
        new JournalPublisher(Path.of(args[0]), EngineInputs.registry(), "build", producer);
    publisher.start();
    while (publisher.failure() == null) {
      System.out.println(publisher.published());
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    System.exit(1);
  }
}
