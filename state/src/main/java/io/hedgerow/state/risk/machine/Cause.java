package io.hedgerow.state.risk.machine;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;

/**
 * What holds a scope where it is.
 *
 * @param id of the trigger or command
 * @param text one sentence for a person
 * @param latched nothing closes it: it goes when operators resume (a halt, a repeated BSCB)
 */
record Cause(CauseKey key, String id, String text, boolean latched) {

  private static final int MAX_TEXT = 500;

  Cause {
    text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  void write(PageWriter page) {
    key.write(page);
    page.text(id).text(text).flag(latched);
  }

  static Cause read(PageReader page) {
    return new Cause(CauseKey.read(page), page.text(), page.text(), page.flag());
  }
}
