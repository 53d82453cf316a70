/** Account: what people keep of themselves here, beyond what Keycloak's own account has. */
@NullMarked
package io.gatehouse.account;

import org.jspecify.annotations.NullMarked;
