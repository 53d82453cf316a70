/** A provider jar of its own that lets a test move the clock of a Keycloak node. */
@NullMarked
package io.gatehouse.testkit.clock;

import org.jspecify.annotations.NullMarked;
