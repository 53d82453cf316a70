/** Tests of the entries into Keycloak. */
@NullMarked
package io.gatehouse.spi;

import org.jspecify.annotations.NullMarked;
