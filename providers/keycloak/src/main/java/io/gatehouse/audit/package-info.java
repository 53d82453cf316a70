/** Floor 2: the audit log. The first reader of the spine; chain, tree, checkpoints, proofs, export, erasure. */
@NullMarked
package io.gatehouse.audit;

import org.jspecify.annotations.NullMarked;
