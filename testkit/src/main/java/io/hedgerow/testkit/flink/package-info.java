/**
 * Tests of Flink operators without a cluster; Flink's internal classes stay behind this package.
 */
package io.hedgerow.testkit.flink;
