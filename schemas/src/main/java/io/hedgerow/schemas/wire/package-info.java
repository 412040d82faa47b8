/**
 * Records of the contract read and written as bytes, without objects, where there are too many of
 * them for anything else; and what carries a record between operators.
 */
package io.hedgerow.schemas.wire;
