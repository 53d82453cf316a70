/** Floor 2: the revocation state held in memory and the one question: may this agent, owner or key still act? */
@NullMarked
package io.gatehouse.eligibility;

import org.jspecify.annotations.NullMarked;
