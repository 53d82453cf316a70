/** Floor 9: every Keycloak SPI entry, the implementations of the ports, and every call into a class of Keycloak that is not public. */
@NullMarked
package io.gatehouse.spi;

import org.jspecify.annotations.NullMarked;
