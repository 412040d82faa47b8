package io.hedgerow.benchmarks;

import java.nio.file.Path;

/**
 * What {@link BookBenchmark} was asked for.
 *
 * @param data folder of the recorded data
 * @param books books at the same time
 * @param rounds messages for each book and repeat
 * @param repeats measured repeats
 * @param json whether to print JSON
 */
record BookArguments(Path data, int books, int rounds, int repeats, boolean json) {

  static BookArguments parse(String[] args) {
    Path data = Path.of(System.getProperty("hedgerow.data", "../shared/data"));
    int books = 1_000;
    int rounds = 400;
    int repeats = 7;
    boolean json = false;
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--data" -> data = Path.of(value(args, ++i));
        case "--books" -> books = Integer.parseInt(value(args, ++i));
        case "--rounds" -> rounds = Integer.parseInt(value(args, ++i));
        case "--repeats" -> repeats = Integer.parseInt(value(args, ++i));
        case "--json" -> json = true;
        default ->
            throw new IllegalArgumentException(
                "expected --data, --books, --rounds, --repeats or --json, saw " + args[i]);
      }
    }
    return new BookArguments(data, books, rounds, repeats, json);
  }

  private static String value(String[] args, int at) {
    if (at == args.length) {
      throw new IllegalArgumentException("expected a value after " + args[at - 1]);
    }
    return args[at];
  }
}
