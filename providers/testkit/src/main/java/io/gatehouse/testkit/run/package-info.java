/** What {@code mvn -Prun} starts: Keycloak with the jar, the demo realm and lines to try. */
@NullMarked
package io.gatehouse.testkit.run;

import org.jspecify.annotations.NullMarked;
