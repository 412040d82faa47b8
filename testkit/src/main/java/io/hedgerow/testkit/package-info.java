/** What testers use: the broker extension, topic assertions, harness builders, recorded data. */
package io.hedgerow.testkit;
