package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ORD-5")
class FileSequenceStoreTest {

  @TempDir Path folder;

  @Test
  void shouldRememberItsNumbers() throws IOException {
    Path file = folder.resolve("session");
    try (FileSequenceStore store = FileSequenceStore.open(file, "A>B")) {
      assertThat(store.nextOut()).isEqualTo(1);
      assertThat(store.nextIn()).isEqualTo(1);
      store.nextOut(17);
      store.nextIn(4_000_000_000L);
    }
    try (FileSequenceStore store = FileSequenceStore.open(file, "A>B")) {
      assertThat(store.nextOut()).isEqualTo(17);
      assertThat(store.nextIn()).isEqualTo(4_000_000_000L);
    }
  }

  @Test
  void shouldBelongToOneSessionAndOneOwner() throws IOException {
    Path file = folder.resolve("session");
    try (FileSequenceStore store = FileSequenceStore.open(file, "A>B")) {
      assertThat(store.nextOut()).isEqualTo(1);
      assertThatThrownBy(() -> FileSequenceStore.open(file, "A>B"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use");
    }
    assertThatThrownBy(() -> FileSequenceStore.open(file, "A>C"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not of session A>C");
  }

  @Test
  void shouldRefuseWhatIsNoStore() throws IOException {
    Path foreign = Files.writeString(folder.resolve("foreign"), "x".repeat(32));
    assertThatThrownBy(() -> FileSequenceStore.open(foreign, "A>B"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no sequence store");
    Path cut = Files.write(folder.resolve("cut"), new byte[5]);
    assertThatThrownBy(() -> FileSequenceStore.open(cut, "A>B"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is no sequence store: 5 B");
    assertThat(Files.size(cut)).as("it is left alone").isEqualTo(5);
  }

  @Test
  void shouldBeBornAgainAfterAKillAtItsBirth() throws IOException {
    Path file = Files.write(folder.resolve("session"), new byte[32]);
    try (FileSequenceStore store = FileSequenceStore.open(file, "A>B")) {
      assertThat(store.nextOut()).isEqualTo(1);
      assertThat(store.nextIn()).isEqualTo(1);
      store.nextOut(5);
    }
    try (FileSequenceStore store = FileSequenceStore.open(file, "A>B")) {
      assertThat(store.nextOut()).isEqualTo(5);
    }
  }
}
