/** Floor 3: agents, their lifecycle and their credentials. */
@NullMarked
package io.gatehouse.agent;

import org.jspecify.annotations.NullMarked;
