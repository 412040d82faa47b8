/** The order book: what it holds, when it may be trusted, and what of it can be traded. */
package io.hedgerow.state.book;
