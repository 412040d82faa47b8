/** Tests against a real broker: the JUnit extension and what a topic holds. */
package io.hedgerow.testkit.kafka;
