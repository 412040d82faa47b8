package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.codec.UnreadableRecordException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;

/** The recorded series, each with the policies that it is judged under. */
enum StudySeries {
  FUNDING("BTC funding of seven venues, 2020 to 2023", "funding/BTC-USDT_*.csv.gz"),
  BARS("8-hour bars of BTC and ETH on three venues, 2023", "funding/" + RecordedBars.FILE),
  BRL("BTC/BRL books of two venues, 7 h of 2020-06-21", "books/brl/" + RecordedBrlBooks.FILE);

  private final String title;
  private final String files;

  StudySeries(String title, String files) {
    this.title = title;
    this.files = files;
  }

  /** Its recordings in a data folder: a path, where a * stands for anything in the name. */
  String files() {
    return files;
  }

  String title() {
    return title;
  }

  /** Also the name of its policy. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its records in the order of time. */
  List<? extends SpecificRecord> read(Path data) throws UnreadableRecordException {
    return switch (this) {
      case FUNDING -> RecordedFunding.read(data.resolve("funding"));
      case BARS -> RecordedBars.read(data.resolve("funding"));
      case BRL -> RecordedBrlBooks.read(data.resolve("books").resolve("brl"));
    };
  }

  /** The study's own policy; also the shipped one where its values mean something. */
  List<StudyPolicy> policies() {
    StudyPolicy own = StudyPolicy.named(text());
    return this == BARS ? List.of(own) : List.of(StudyPolicy.shipped(), own);
  }
}
