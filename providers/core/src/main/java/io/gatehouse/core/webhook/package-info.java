/** Webhooks: how a delivery is signed and verified, when it is tried again, and what an endpoint's answer means. */
@NullMarked
package io.gatehouse.core.webhook;

import org.jspecify.annotations.NullMarked;
