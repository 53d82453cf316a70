/** Floor 8: the two API roots, authentication of a request into a caller, OpenAPI. */
@NullMarked
package io.gatehouse.rest;

import org.jspecify.annotations.NullMarked;
