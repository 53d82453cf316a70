/** The pages inside Keycloak's consoles and the docs hub, used in a real browser as people use them. */
@NullMarked
package io.gatehouse.tests.console;

import org.jspecify.annotations.NullMarked;
