/** The audit log as mathematics: canonical leaves, the hash chain, the Merkle tree, signed checkpoints and proofs. */
@NullMarked
package io.gatehouse.core.audit;

import org.jspecify.annotations.NullMarked;
