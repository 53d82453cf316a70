/** Runs a real Keycloak from its distribution: any port, either database, one node or several. */
@NullMarked
package io.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
