/** Floor 3: webhooks. The second reader of the spine; endpoints, their deliveries and what sends them. */
@NullMarked
package io.gatehouse.webhook;

import org.jspecify.annotations.NullMarked;
