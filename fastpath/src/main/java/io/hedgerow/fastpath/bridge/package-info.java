/** From the records of the topics to the inputs of the engine. */
package io.hedgerow.fastpath.bridge;
