/** Tests over HTTP against a real Keycloak that runs the jar that ships. */
@NullMarked
package io.gatehouse.tests;

import org.jspecify.annotations.NullMarked;
