package io.gatehouse.apikey;

import io.gatehouse.core.limit.Credits;

/**
 * What came of a use that credits were asked for.
 *
 * @param isTaken whether there were enough
 * @param credits what is left as far as this node knows, what other nodes hold not counted
 */
record CreditReading(boolean isTaken, Credits credits) {}
