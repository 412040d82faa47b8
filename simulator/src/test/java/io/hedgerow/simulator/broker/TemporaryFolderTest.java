package io.hedgerow.simulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void shouldDeleteWhatLiesInIt() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create("hedgerow-test");
    Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "d");

    folder.close();

    assertThat(folder.path()).doesNotExist();
    assertThatCode(folder::close).doesNotThrowAnyException();
  }

  @Test
  void shouldNotMindFilesThatAreDeletedMeanwhile() throws Exception {
    TemporaryFolder folder = TemporaryFolder.create("hedgerow-test");
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(folder.path().resolve(String.valueOf(i)));
    }
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              for (int i = 1_999; i >= 0; i--) {
                Path file = folder.path().resolve(String.valueOf(i));
                if (file.toFile().delete()) {
                  begun.countDown();
                }
              }
            });
    other.start();
    begun.await();

    folder.close();

    other.join();
    assertThat(folder.path()).doesNotExist();
  }
}
