/** Tests of the API's description. */
@NullMarked
package io.gatehouse.rest;

import org.jspecify.annotations.NullMarked;
