/** Approvals by people: who may decide, what a decision may grant, what it is bound to, and its states. Values in, values out. */
@NullMarked
package io.gatehouse.core.approval;

import org.jspecify.annotations.NullMarked;
