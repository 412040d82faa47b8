/** What the engine may trade, in numbers that stay the same for the life of a journal. */
package io.hedgerow.fastpath.registry;
